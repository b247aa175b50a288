-- 0001_tags.sql
CREATE TABLE tags (name TEXT PRIMARY KEY);
