-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_code.sql
ALTER TABLE plans ADD COLUMN code TEXT;
CREATE UNIQUE INDEX plans_by_code ON plans (code);
