use migrate_runtime::migration;

/// Orders.
#[migration(version = 3)]
const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT)";
