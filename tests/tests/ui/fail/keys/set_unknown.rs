//! A misspelt key of the set.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

#[migrations(tagret = "3.45")]
pub static SHOP: Migrations<Sqlite> = [create_users];

fn main() {}
