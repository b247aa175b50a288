-- 0001_readings.sql
CREATE TABLE readings (id INTEGER PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE reading_values (reading_id INTEGER NOT NULL, channel INTEGER NOT NULL, value REAL);
