-- 0001_shop.sql
CREATE SCHEMA shop;

-- 0002_store.sql
CREATE SCHEMA store;
