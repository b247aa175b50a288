//! A module that holds no migration.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod create_orders {
    #![allow(dead_code)]

    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, create_orders];

fn main() {}
