-- 0001_orders.sql
CREATE TABLE orders (id INTEGER, total INTEGER, note TEXT);

-- 0002_orders_in_cents.sql
-- @irreversible: the old totals are not needed
CREATE TABLE orders_new AS SELECT id, total * 100 AS cents, note FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
