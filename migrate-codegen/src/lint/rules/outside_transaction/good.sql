-- 0001_compact.sql
-- @transaction: false
VACUUM;
