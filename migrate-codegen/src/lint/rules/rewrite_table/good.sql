-- 0001_orders.sql
CREATE UNLOGGED TABLE orders (id bigint PRIMARY KEY);
