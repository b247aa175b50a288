use migrate_runtime::migration;

/// Orders.
#[migration(version = 2)]
const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
