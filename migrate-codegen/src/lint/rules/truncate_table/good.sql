-- 0001_orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, note text);

-- 0002_archive.sql
CREATE TABLE archive (id bigint PRIMARY KEY, total bigint);
TRUNCATE TABLE archive;
