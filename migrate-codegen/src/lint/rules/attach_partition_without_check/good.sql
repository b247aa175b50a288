-- 0001_events.sql
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2026 (
    at date NOT NULL,
    CHECK (at >= '2026-01-01' AND at < '2027-01-01')
);

-- 0002_attach.sql
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
