-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_cents.sql
ALTER TABLE plans ADD COLUMN cents INTEGER;

-- 0002_label.sql
ALTER TABLE plans ADD COLUMN label TEXT;
