-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT);

-- 0002_note_is_required.sql
-- @irreversible: empty notes were NULL
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
INSERT INTO orders_new (id, note) SELECT id, note FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
