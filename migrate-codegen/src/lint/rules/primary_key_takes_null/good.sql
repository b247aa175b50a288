-- 0001_coupons.sql
CREATE TABLE coupons (code TEXT NOT NULL PRIMARY KEY, percent INTEGER NOT NULL);
