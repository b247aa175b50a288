-- 0001_codes.sql
CREATE TABLE codes (code STRNG NOT NULL);
