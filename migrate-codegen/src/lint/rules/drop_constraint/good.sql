-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint CONSTRAINT total_is_positive CHECK (total >= 0), note text);

-- 0002_debts.sql
ALTER TABLE orders DROP CONSTRAINT total_is_positive,
    ADD CONSTRAINT total_is_sane CHECK (total >= -1000) NOT VALID;
