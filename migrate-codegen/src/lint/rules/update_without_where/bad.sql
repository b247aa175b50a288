-- 0001_products.sql
CREATE TABLE products (id INTEGER PRIMARY KEY, state TEXT);

-- 0002_states.sql
-- @irreversible: the old states meant nothing
UPDATE products SET state = 'listed';
