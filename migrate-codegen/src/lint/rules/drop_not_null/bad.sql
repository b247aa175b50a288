-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint NOT NULL);

-- 0002_total.sql
ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;
