-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_sales.sql
ALTER TABLE orders RENAME TO sales;
