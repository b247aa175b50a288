-- 0001_state.sql
CREATE TYPE state AS ENUM ('open', 'paid');

-- 0002_sent.sql
ALTER TYPE state ADD VALUE 'sent';
