//! Consent to what does not happen.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod change {
    use migrate_runtime::migration;

    #[migration(version = 2, expect(drop_table, reason = "empty since 2024"))]
    const CHANGE: &str = "ALTER TABLE users ADD COLUMN email TEXT";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, change];

fn main() {}
