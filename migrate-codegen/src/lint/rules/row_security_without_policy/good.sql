-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_security.sql
CREATE POLICY everybody ON orders USING (true);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
