-- 0001_state.sql
CREATE TABLE states (name text PRIMARY KEY);
