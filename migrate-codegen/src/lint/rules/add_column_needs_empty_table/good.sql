-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY);

-- 0002_currency.sql
ALTER TABLE orders ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';
