-- 0001_shop.sql
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE
);

-- 0002_named_customers.sql
-- @irreversible: the nameless customers are gone
-- @expect: delete_rows, reason = "a customer without a name is a test"
DELETE FROM customers WHERE name IS NULL;
CREATE TABLE customers_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO customers_new (id, name) SELECT id, name FROM customers;
DROP TABLE customers;
ALTER TABLE customers_new RENAME TO customers;
