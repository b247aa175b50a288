-- 0001_customers.sql
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX customers_by_name ON customers (lower(name));
