//! The caret stands under the word behind wide characters.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod change {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CHANGE: &str = "CREATE TABLE cafés (名前 TEXT, x TEXT DEFAULT 'é'); CREATE INDEX i ON cafés (名);";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, change];

fn main() {}
