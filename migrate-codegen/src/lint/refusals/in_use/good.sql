-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX plans_by_name ON plans (name);

-- 0002_no_name.sql
-- @irreversible: nobody reads the names
-- @expect: drop_column, reason = "nobody reads the names"
DROP INDEX plans_by_name;
ALTER TABLE plans DROP COLUMN name;
