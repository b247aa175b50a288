-- 0001_orders.sql
CREATE TABLE orders (id INTEGER PRIMARY KEY, net INTEGER, gross INTEGER);

-- 0002_no_prices.sql
-- @irreversible: the prices were tests
UPDATE orders SET net = 0, net = 0 WHERE id < 100;
