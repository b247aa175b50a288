-- 0001_shop.sql
CREATE SCHEMA shop;

-- 0002_no_shop.sql
-- @irreversible: the shop is closed
-- @expect: drop_schema, reason = "it is empty"
DROP SCHEMA shop;
