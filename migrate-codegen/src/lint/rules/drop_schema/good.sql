-- 0001_shop.sql
CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigint PRIMARY KEY);

-- 0002_retired.sql
ALTER SCHEMA shop OWNER TO archivist;
