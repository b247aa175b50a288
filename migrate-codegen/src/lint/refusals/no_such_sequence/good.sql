-- 0001_numbers.sql
CREATE SEQUENCE invoice_numbers;

-- 0002_none.sql
DROP SEQUENCE invoice_numbers;
