use migrate_runtime::migration;

/// Users.
#[migration(version = 1)]
const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
