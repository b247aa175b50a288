-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_label.sql
ALTER TABLE plans ADD COLUMN label TEXT;

-- 0003_cents.sql
-- @dependencies: 2
ALTER TABLE plans ADD COLUMN cents INTEGER;
