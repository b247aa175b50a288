-- 0001_codes.sql
CREATE TABLE codes (code TEXT NOT NULL);
