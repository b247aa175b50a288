-- @preserve: true
UPDATE users SET name = trim(name);
