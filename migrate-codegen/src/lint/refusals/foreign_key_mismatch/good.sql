-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE UNIQUE INDEX plans_by_name ON plans (name);

-- 0002_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, plan TEXT REFERENCES plans (name));
