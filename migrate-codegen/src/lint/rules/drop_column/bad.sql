-- 0001_customers.sql
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, fax TEXT);

-- 0002_no_fax.sql
-- UP MIGRATION
ALTER TABLE customers DROP COLUMN fax;
-- DOWN MIGRATION
ALTER TABLE customers ADD COLUMN fax TEXT;
