-- 0001_coupons.sql
CREATE TABLE coupons (code TEXT PRIMARY KEY, percent INTEGER NOT NULL);

-- 0002_no_coupons.sql
ALTER TABLE coupons RENAME TO coupons_retired;
