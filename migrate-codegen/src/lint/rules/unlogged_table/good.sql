-- 0001_carts.sql
CREATE TABLE carts (id bigint PRIMARY KEY);
