//! A table that only a later migration creates.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod index_orders {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const INDEX_ORDERS: &str = "CREATE INDEX orders_by_total ON orders (total)";
}

mod create_orders {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [index_orders, create_orders];

fn main() {}
