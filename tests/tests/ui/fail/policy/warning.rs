//! A warning's text: it does not stop this build, something else does.
#![deny(unused_variables)]

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_orders {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_ORDERS: &str = "
        CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGR);
        CREATE INDEX IF NOT EXISTS orders_by_total ON orders (total);
    ";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_orders];

fn main() {
    let stop = &SHOP;
}
