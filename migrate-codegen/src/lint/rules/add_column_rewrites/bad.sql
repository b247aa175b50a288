-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_token.sql
ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
