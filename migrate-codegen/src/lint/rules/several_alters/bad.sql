-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_required.sql
ALTER TABLE orders ALTER COLUMN total SET DEFAULT 0;
ALTER TABLE orders ALTER COLUMN note SET DEFAULT '';
