//! An engine that this version does not know.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

#[migrations]
pub static SHOP: Migrations<MySql> = [create_users];

fn main() {}
