-- 0001_orders.sql
CREATE TYPE state AS ENUM ('open', 'payed');

-- 0002_paid.sql
ALTER TYPE state RENAME VALUE 'payed' TO 'paid';
