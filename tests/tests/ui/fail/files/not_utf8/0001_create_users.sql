CREATE TABLE users (id INTEGER);
-- café
