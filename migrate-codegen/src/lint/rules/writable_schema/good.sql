-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);

-- 0002_text.sql
-- @irreversible: it was never meant to be a number
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, total TEXT);
INSERT INTO orders_new (id, total) SELECT id, total FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
