use migrate_runtime::migration;

/// Products and their prices, in cents.
#[migration(version = 2, category = "schema", performance_impact = "low")]
const CREATE_PRODUCTS: &str = "
    CREATE TABLE products (
        id    INTEGER PRIMARY KEY,
        name  TEXT NOT NULL,
        price INTEGER NOT NULL CHECK (price >= 0),
        stock INTEGER NOT NULL DEFAULT 0
    ) STRICT;
";
