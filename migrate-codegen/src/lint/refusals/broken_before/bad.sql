-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE VIEW names AS SELECT name FROM plans;

-- 0002_rebuild.sql
-- @irreversible: the names are gone
-- @expect: drop_table, reason = "the plans are made anew"
CREATE TABLE plans_new (id INTEGER PRIMARY KEY);
DROP TABLE plans;
ALTER TABLE plans_new RENAME TO plans;
