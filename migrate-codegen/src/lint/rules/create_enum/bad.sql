-- 0001_state.sql
CREATE TYPE state AS ENUM ('open', 'paid');
