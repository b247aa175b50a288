-- 0001_carts.sql
CREATE UNLOGGED TABLE carts (id bigint PRIMARY KEY);
