-- Users.
CREATE TABLE users (id INTEGER PRIMARY KEY);

CREATE INDEX users_by_name
    ON users (name);
