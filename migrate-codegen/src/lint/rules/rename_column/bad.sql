-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_remark.sql
ALTER TABLE orders RENAME COLUMN note TO remark;
