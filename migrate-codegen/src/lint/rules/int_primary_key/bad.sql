-- 0001_customers.sql
CREATE TABLE customers (id INT PRIMARY KEY, name TEXT NOT NULL);
