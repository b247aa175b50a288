-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_note.sql
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN remark text;
