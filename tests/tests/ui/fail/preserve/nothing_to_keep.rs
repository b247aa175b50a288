//! A migration that loses nothing.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod index {
    use migrate_runtime::migration;

    #[migration(version = 2, preserve)]
    const INDEX: &str = "CREATE INDEX users_by_name ON users (name)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, index];

fn main() {}
