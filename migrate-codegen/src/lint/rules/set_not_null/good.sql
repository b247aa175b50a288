-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_check.sql
ALTER TABLE orders ADD CONSTRAINT total_is_there CHECK (total IS NOT NULL) NOT VALID;

-- 0003_valid.sql
ALTER TABLE orders VALIDATE CONSTRAINT total_is_there;

-- 0004_total.sql
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;
