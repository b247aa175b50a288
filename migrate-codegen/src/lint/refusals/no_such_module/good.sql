-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_search.sql
CREATE VIRTUAL TABLE search USING fts5(name);
