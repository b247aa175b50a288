-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER, note text);

-- 0002_unique.sql
CREATE UNIQUE INDEX orders_by_note ON orders (note);
