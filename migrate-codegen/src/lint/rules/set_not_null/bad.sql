-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_total.sql
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
