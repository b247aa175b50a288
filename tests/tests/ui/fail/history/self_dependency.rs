//! A migration that depends on itself.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1, depends_on = [1])]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users];

fn main() {}
