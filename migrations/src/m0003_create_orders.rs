use migrate_runtime::migration;

/// Orders, one row per checkout, and their lines. They go when their customer goes.
#[migration(version = 3, depends_on = [1, 2], created = "2026-01-12")]
const CREATE_ORDERS: &str = "
    CREATE TABLE orders (
        id          INTEGER PRIMARY KEY,
        customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        placed_at   TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
    ) STRICT;

    CREATE TABLE order_lines (
        order_id   INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
        product_id INTEGER NOT NULL REFERENCES products (id),
        quantity   INTEGER NOT NULL CHECK (quantity > 0),
        price      INTEGER NOT NULL,
        PRIMARY KEY (order_id, product_id)
    ) STRICT;
";
