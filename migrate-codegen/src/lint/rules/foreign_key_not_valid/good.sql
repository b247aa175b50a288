-- 0001_shop.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);

-- 0002_customer.sql
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
NOT VALID;

-- 0003_valid.sql
ALTER TABLE orders VALIDATE CONSTRAINT orders_customer;
