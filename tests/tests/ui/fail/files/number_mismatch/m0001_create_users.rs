use migrate_runtime::migration;

/// Users.
#[migration(version = 2)]
const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
