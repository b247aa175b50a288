-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_cents.sql
-- @category: index
ALTER TABLE plans ADD COLUMN cents INTEGER;
