-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT);

-- 0002_free_plans.sql
-- @irreversible: the old states meant nothing
UPDATE plans SET state = 'listed' WHERE name = "free";
