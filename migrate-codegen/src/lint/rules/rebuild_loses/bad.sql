-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER NOT NULL CHECK (total >= 0), note TEXT);
CREATE INDEX orders_by_total ON orders (total);

-- 0002_note_is_required.sql
-- @irreversible: empty notes were NULL
CREATE TABLE orders_new (id INTEGER PRIMARY KEY, total INTEGER NOT NULL, note TEXT NOT NULL);
INSERT INTO orders_new (id, total, note) SELECT id, total, coalesce(note, '') FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
