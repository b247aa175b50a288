-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_note.sql
SET lock_timeout = 0;
ALTER TABLE orders ADD COLUMN remark text;
