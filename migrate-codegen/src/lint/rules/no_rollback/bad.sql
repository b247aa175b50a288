-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL);

-- 0002_raise_prices.sql
UPDATE plans SET cents = cents + 100 WHERE id > 0;
