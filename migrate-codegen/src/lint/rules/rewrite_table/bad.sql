-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_unlogged.sql
ALTER TABLE orders SET UNLOGGED;
