-- 0001_shop.sql
CREATE SCHEMA shop;

-- 0002_store.sql
ALTER SCHEMA shop RENAME TO store;
