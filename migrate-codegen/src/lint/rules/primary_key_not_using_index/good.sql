-- 0001_orders.sql
CREATE TABLE orders (id bigint NOT NULL);

-- 0002_index.sql
-- @transaction: false
CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON orders (id);

-- 0003_key.sql
ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;
