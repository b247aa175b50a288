//! Consent to a loss that does not happen.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod drop_users {
    use migrate_runtime::migration;

    #[migration(version = 2, preserve, expect(drop_table, reason = "nobody uses it"))]
    const DROP_USERS: &str = "DROP TABLE users";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, drop_users];

fn main() {}
