-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);

-- 0002_text.sql
-- @irreversible: it was never meant to be a number
PRAGMA writable_schema = ON;
