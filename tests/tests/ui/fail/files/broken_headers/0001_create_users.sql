-- @version: one
-- @category: table
-- @dependencies: create_usres
-- @timeout: soon
-- @expect: drop_table
CREATE TABLE users (id INTEGER PRIMARY KEY);
