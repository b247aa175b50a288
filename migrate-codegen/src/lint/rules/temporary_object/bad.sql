-- 0001_import.sql
CREATE TEMP TABLE import (line TEXT);
