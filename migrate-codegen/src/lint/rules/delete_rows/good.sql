-- 0001_sessions.sql
CREATE TABLE sessions (token TEXT PRIMARY KEY, seen TEXT NOT NULL);

-- 0002_old_sessions.sql
ALTER TABLE sessions ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET closed = 1 WHERE seen < '2020-01-01';
