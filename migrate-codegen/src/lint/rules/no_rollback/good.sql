-- 0001_plans.sql
CREATE TABLE plans (id INTEGER PRIMARY KEY, cents INTEGER NOT NULL);

-- 0002_raise_prices.sql
-- UP MIGRATION
UPDATE plans SET cents = cents + 100 WHERE id > 0;
-- DOWN MIGRATION
UPDATE plans SET cents = cents - 100 WHERE id > 0;
