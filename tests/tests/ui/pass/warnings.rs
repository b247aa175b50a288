//! A misspelt type name is a warning, and does not break a build that denies warnings.
#![deny(warnings)]

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_orders {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGR)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_orders];

fn main() {
    let _ = &SHOP;
}
