-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_plans_by_name.sql
CREATE INDEX plans_by_name ON plans (name);
