use migrate_runtime::migration;

/// Users are looked up by name.
#[migration(version = 2, depends_on = [1, 7], category = "data")]
const INDEX_USERS: &str = "
    CREATE INDEX users_by_name ON users (nam);
";
