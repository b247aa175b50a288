-- @description: The first user.
-- UP MIGRATION
INSERT INTO users (id, name) VALUES (1, 'Ada');
-- DOWN MIGRATION
DELETE FROM users WHERE id = 1;
