-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_unique.sql
ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE (note);
