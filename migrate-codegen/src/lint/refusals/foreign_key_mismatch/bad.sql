-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);

-- 0002_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, plan TEXT REFERENCES plans (name));
