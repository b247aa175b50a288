//! A rollback that drops a table by a wrong name.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod create_orders {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    mod create_orders {
        const UP: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
        const DOWN: &str = "DROP TABLE oders";
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, create_orders];

fn main() {}
