-- dependencies: create_users, create_plnas
CREATE TABLE orders (id INTEGER PRIMARY KEY);
