//! A table that an earlier migration dropped.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod drop_users {
    use migrate_runtime::migration;

    #[migration(version = 2, expect(drop_table, reason = "empty since 2024"))]
    const DROP_USERS: &str = "DROP TABLE users";
}

mod index_users {
    use migrate_runtime::migration;

    #[migration(version = 3)]
    const INDEX_USERS: &str = "CREATE INDEX users_by_name ON users (name)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, drop_users, index_users];

fn main() {}
