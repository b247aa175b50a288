-- 0001_import.sql
CREATE TABLE import (line TEXT);
