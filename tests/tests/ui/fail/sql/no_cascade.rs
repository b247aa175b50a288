//! What builds on a table that could not be created is not reported.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT,,)";
}

mod add_email {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const ADD_EMAIL: &str = "ALTER TABLE users ADD COLUMN email TEXT";
}

mod index_users {
    use migrate_runtime::migration;

    #[migration(version = 3)]
    const INDEX_USERS: &str = "CREATE UNIQUE INDEX users_by_email ON users (email)";
}

mod view_users {
    use migrate_runtime::migration;

    #[migration(version = 4)]
    const VIEW_USERS: &str = "CREATE VIEW names AS SELECT name FROM users";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, add_email, index_users, view_users];

fn main() {}
