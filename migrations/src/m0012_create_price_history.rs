use migrate_runtime::migration;

/// What a product cost when.
#[migration(version = 12, depends_on = [2])]
const CREATE_PRICE_HISTORY: &str = "
    CREATE TABLE price_history (
        product_id INTEGER NOT NULL REFERENCES products (id) ON DELETE CASCADE,
        since      TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
        price      INTEGER NOT NULL,
        PRIMARY KEY (product_id, since)
    ) STRICT, WITHOUT ROWID;
";
