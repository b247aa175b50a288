-- 0001_orders.sql
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    total bigint,
    CONSTRAINT orders_total_is_positive CHECK (total >= 0)
);
