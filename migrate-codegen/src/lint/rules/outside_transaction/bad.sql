-- 0001_compact.sql
VACUUM;
