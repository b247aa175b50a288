-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_shorter_names.sql
-- @preserve: true
UPDATE plans SET name = 'long' WHERE length(name) > 40;
