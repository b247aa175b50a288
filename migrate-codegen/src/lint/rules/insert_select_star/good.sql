-- 0001_events.sql
CREATE TABLE events (kind TEXT, at TEXT);

-- 0002_archive.sql
CREATE TABLE archive (at TEXT, kind TEXT);
INSERT INTO archive (at, kind) SELECT at, kind FROM events;
