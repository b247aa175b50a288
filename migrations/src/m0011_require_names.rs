use migrate_runtime::migration;

/// Every customer has a name.
///
/// SQLite before 3.53 cannot add NOT NULL to a column, so the table is rebuilt. Orders reference it
/// with ON DELETE CASCADE: dropping it would delete them, if the runner did not suspend foreign
/// keys around this migration and check them before it commits.
#[migration(
    version = 11,
    depends_on = [7, 10],
    category = "constraint",
    timeout = "5min",
    performance_impact = "medium"
)]
mod require_names {
    const UP: &str = "
        CREATE TABLE customers_new (
            id         INTEGER PRIMARY KEY,
            name       TEXT NOT NULL,
            email      TEXT NOT NULL,
            phone      TEXT,
            created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
        ) STRICT;
        INSERT INTO customers_new (id, name, email, phone, created_at)
        SELECT id, coalesce(name, email), email, phone, created_at FROM customers;
        DROP TABLE customers;
        ALTER TABLE customers_new RENAME TO customers;
        CREATE UNIQUE INDEX customers_by_email ON customers (email);
    ";
    const DOWN: &str = "
        CREATE TABLE customers_old (
            id         INTEGER PRIMARY KEY,
            name       TEXT,
            email      TEXT NOT NULL,
            phone      TEXT,
            created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
        ) STRICT;
        INSERT INTO customers_old (id, name, email, phone, created_at)
        SELECT id, name, email, phone, created_at FROM customers;
        DROP TABLE customers;
        ALTER TABLE customers_old RENAME TO customers;
        CREATE UNIQUE INDEX customers_by_email ON customers (email);
    ";
}
