-- 0001_orders.sql
CREATE TABLE orders (
    id bigint PRIMARY KEY,
    total bigint,
    CONSTRAINT orders_total_is_never_negative_not_even_for_returned_goods_or_credit CHECK (total >= 0)
);
