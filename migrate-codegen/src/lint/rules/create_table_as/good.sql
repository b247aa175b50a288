-- 0001_orders.sql
CREATE TABLE orders (id INTEGER, total INTEGER, note TEXT);

-- 0002_orders_without_note.sql
-- @irreversible: nobody wrote notes
CREATE TABLE orders_new (id INTEGER, total INTEGER);
INSERT INTO orders_new (id, total) SELECT id, total FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
