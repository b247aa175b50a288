//! A list that is not in the order of versions.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_orders {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
}

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_orders, create_users];

fn main() {}
