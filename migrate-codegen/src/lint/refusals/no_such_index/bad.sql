-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX plans_by_name ON plans (name);

-- 0002_no_index.sql
DROP INDEX plan_by_name;
