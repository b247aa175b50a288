-- 0001_customers.sql
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, fax TEXT);

-- 0002_no_fax.sql
ALTER TABLE customers RENAME COLUMN fax TO fax_retired;
