//! The place is right behind escapes and line continuations.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod change {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CHANGE: &str = "CREATE TABLE \"orders\" (id INTEGER); \
        CREATE INDEX \u{6f}rders_by_x ON \"orders\" (x);";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, change];

fn main() {}
