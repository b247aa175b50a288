-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_totals.sql
-- @irreversible: the old totals were wrong
ALTER TABLE orders DISABLE TRIGGER USER;
