-- 0001_prices.sql
CREATE DOMAIN price AS numeric(12, 2);
CREATE TABLE orders (id bigint PRIMARY KEY, total price);

-- 0002_no_debts.sql
ALTER DOMAIN price ADD CONSTRAINT price_is_positive CHECK (VALUE >= 0) NOT VALID;

-- 0003_valid.sql
ALTER DOMAIN price VALIDATE CONSTRAINT price_is_positive;
