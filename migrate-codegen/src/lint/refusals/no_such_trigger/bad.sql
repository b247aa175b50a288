-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TRIGGER no_empty_names BEFORE INSERT ON plans WHEN new.name = ''
BEGIN
    SELECT raise(ABORT, 'a plan needs a name');
END;

-- 0002_empty_names.sql
DROP TRIGGER no_empty_name;
