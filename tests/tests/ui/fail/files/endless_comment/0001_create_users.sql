CREATE TABLE users (id INTEGER PRIMARY KEY);
/* to be continued
