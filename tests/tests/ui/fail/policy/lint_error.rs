//! A warning that the set makes an error.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod change {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CHANGE: &str = "CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, total INTEGR)";
}

#[migrations(lint(unknown_type_name = "error"))]
pub static SHOP: Migrations<Sqlite> = [create_users, change];

fn main() {}
