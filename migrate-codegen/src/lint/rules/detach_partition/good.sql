-- 0001_events.sql
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');

-- 0002_detach.sql
-- @transaction: false
ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;
