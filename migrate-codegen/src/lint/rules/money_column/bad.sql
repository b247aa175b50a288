-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total money);
