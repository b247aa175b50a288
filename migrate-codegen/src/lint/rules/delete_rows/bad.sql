-- 0001_sessions.sql
CREATE TABLE sessions (token TEXT PRIMARY KEY, seen TEXT NOT NULL);

-- 0002_old_sessions.sql
-- @irreversible: the sessions are over
DELETE FROM sessions WHERE seen < '2020-01-01';
