//! Syntax that the oldest engine to support does not know.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod change {
    use migrate_runtime::migration;

    #[migration(version = 2, irreversible = "never filled", expect(drop_column, reason = "never filled"))]
    const CHANGE: &str = "ALTER TABLE users DROP COLUMN name";
}

#[migrations(target = "3.25")]
pub static SHOP: Migrations<Sqlite> = [create_users, change];

fn main() {}
