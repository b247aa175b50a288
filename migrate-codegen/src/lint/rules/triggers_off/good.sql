-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_totals.sql
-- @irreversible: the old totals were wrong
SET LOCAL session_replication_role = replica;
UPDATE orders SET total = 0 WHERE total IS NULL;
