-- 0001_orders.sql
CREATE TABLE orders (id integer PRIMARY KEY);
