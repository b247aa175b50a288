-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_no_deletes.sql
CREATE RULE keep AS ON DELETE TO orders DO INSTEAD NOTHING;
