//! Elements that are neither a module nor a file.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, 2, create_users::CREATE_USERS, include_str!("0003_seed.sql")];

fn main() {}
