-- 0001_plans.sql
CREATE TABLE plans (name TEXT);
INSERT INTO plans (name) VALUES ('free'), ('pro'), ('free');

-- 0002_unique_plans.sql
-- @irreversible: the doubles are gone
-- @expect: delete_rows, reason = "the doubles are equal"
DELETE FROM plans WHERE rowid NOT IN (SELECT min(rowid) FROM plans GROUP BY name);
CREATE UNIQUE INDEX plans_by_name ON plans (name);
