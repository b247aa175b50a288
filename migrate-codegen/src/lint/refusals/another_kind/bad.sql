-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint);
CREATE VIEW totals AS SELECT total FROM orders;

-- 0002_no_totals.sql
DROP TABLE totals;
