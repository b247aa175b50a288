use migrate_runtime::migration;

/// Customers, one row per person who ever ordered.
#[migration(version = 1)]
const CREATE_CUSTOMERS: &str = "
    CREATE TABLE customers (
        id         INTEGER PRIMARY KEY,
        name       TEXT,
        email      TEXT NOT NULL,
        tel        TEXT,
        created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    ) STRICT;
";
