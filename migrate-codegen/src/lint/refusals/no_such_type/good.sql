-- 0001_state.sql
CREATE TYPE state AS ENUM ('open', 'paid');

-- 0002_lost.sql
ALTER TYPE state ADD VALUE 'lost';
