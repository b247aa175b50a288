//! A wrong value for each key of the set.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

#[migrations(target = 3.45, functions = "normalize", collations("german"), adopted_through = "2", lint(drop_table = "deny"))]
pub static SHOP: Migrations<Sqlite> = [create_users];

fn main() {}
