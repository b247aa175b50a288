use migrate_runtime::migration;

/// Plans.
#[migration(version = 4)]
const CREATE_PLANS: &str = "CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT)";
