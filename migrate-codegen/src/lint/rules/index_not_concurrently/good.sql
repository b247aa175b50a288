-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_index.sql
-- @transaction: false
CREATE INDEX CONCURRENTLY orders_by_total ON orders (total);
