//! `preserve` on PostgreSQL where nothing tells the rows of a table apart.

use migrate_runtime::{Migrations, Postgres, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER, name TEXT)";
}

mod rename {
    use migrate_runtime::migration;

    #[migration(version = 2, preserve)]
    const RENAME: &str = "UPDATE users SET name = 'x'";
}

#[migrations]
pub static SHOP: Migrations<Postgres> = [create_users, rename];

fn main() {}
