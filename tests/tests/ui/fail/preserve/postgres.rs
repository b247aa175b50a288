//! `preserve` for an engine that cannot keep rows yet.

use migrate_runtime::{Migrations, Postgres, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod rename {
    use migrate_runtime::migration;

    #[migration(version = 2, preserve)]
    const RENAME: &str = "UPDATE users SET name = 'x'";
}

#[migrations]
pub static SHOP: Migrations<Postgres> = [create_users, rename];

fn main() {}
