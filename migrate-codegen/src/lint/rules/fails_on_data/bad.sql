-- 0001_plans.sql
CREATE TABLE plans (name TEXT);
INSERT INTO plans (name) VALUES ('free'), ('pro'), ('free');

-- 0002_unique_plans.sql
CREATE UNIQUE INDEX plans_by_name ON plans (name);
