-- 0001_orders.sql
CREATE TABLE public.orders (id bigint PRIMARY KEY);
