-- 0001_totals.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint);
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
CREATE UNIQUE INDEX totals_by_id ON totals (id);

-- 0002_refresh.sql
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
