-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint);

-- 0002_total.sql
ALTER TABLE orders ADD CONSTRAINT total_is_positive CHECK (total >= 0) NOT VALID;

-- 0003_valid.sql
ALTER TABLE orders VALIDATE CONSTRAINT total_is_positive;
