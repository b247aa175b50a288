-- 0001_shop.sql
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE
);

-- 0002_named_customers.sql
-- @irreversible: empty names were NULL
CREATE TABLE customers_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO customers_new (id, name) SELECT id, coalesce(name, '') FROM customers;
CREATE TABLE orders_aside (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL);
INSERT INTO orders_aside (id, customer_id) SELECT id, customer_id FROM orders;
DROP TABLE orders;
DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE
);
INSERT INTO orders (id, customer_id) SELECT id, customer_id FROM orders_aside;
DROP TABLE orders_aside;
