-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_index.sql
-- @transaction: false
CREATE UNIQUE INDEX CONCURRENTLY orders_note_key ON orders (note);

-- 0003_unique.sql
ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE USING INDEX orders_note_key;
