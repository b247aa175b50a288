//! Two migrations in one module.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";

    #[migration(version = 2)]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users];

fn main() {}
