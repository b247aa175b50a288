-- 0001_orders.sql
CREATE TABLE orders (id bigint NOT NULL);

-- 0002_key.sql
ALTER TABLE orders ADD PRIMARY KEY (id);
