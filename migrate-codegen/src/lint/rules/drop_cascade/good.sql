-- 0001_totals.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint);
CREATE VIEW totals AS SELECT total FROM orders;
CREATE VIEW sum_of_totals AS SELECT sum(total) FROM totals;

-- 0002_no_totals.sql
DROP VIEW sum_of_totals;
DROP VIEW totals;
