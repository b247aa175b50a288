-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_empty.sql
-- @irreversible: the orders were tests
TRUNCATE TABLE orders CASCADE;
