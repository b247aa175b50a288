-- @description: Users.
-- @category: schema
-- UP MIGRATION
CREATE TABLE users (id INTEGER PRIMARY KEY);

CREATE INDEX users_by_name ON users (name);

-- DOWN MIGRATION
DROP TABLE users;
