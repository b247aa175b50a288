-- 0001_orders.sql
CREATE TYPE state AS ENUM ('open', 'paid');
CREATE TABLE orders (id bigint PRIMARY KEY, state state NOT NULL);

-- 0002_lost.sql
ALTER TYPE state ADD VALUE 'lost';

-- 0003_lost_orders.sql
UPDATE orders SET state = 'lost' WHERE id < 100;
