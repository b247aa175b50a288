-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note varchar(80));

-- 0002_note.sql
ALTER TABLE orders ALTER COLUMN note TYPE text;
