-- 0001_shop.sql
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE
);

-- 0002_house_account.sql
-- @irreversible: the name before is not known
INSERT INTO customers (id, name) VALUES (1, 'house')
ON CONFLICT (id) DO UPDATE SET name = excluded.name;
