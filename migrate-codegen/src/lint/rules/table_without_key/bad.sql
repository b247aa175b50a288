-- 0001_events.sql
CREATE TABLE events (at timestamptz NOT NULL, what text NOT NULL);
