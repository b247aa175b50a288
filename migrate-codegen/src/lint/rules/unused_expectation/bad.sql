-- 0001_tags.sql
-- @expect: drop_table, reason = "nobody uses it"
CREATE TABLE tags (name TEXT PRIMARY KEY);
