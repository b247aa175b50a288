-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, paid INTEGER NOT NULL);
CREATE VIEW unpaid AS SELECT id FROM main.orders WHERE paid = 0;
