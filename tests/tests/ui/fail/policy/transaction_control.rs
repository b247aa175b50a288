//! A migration that commits by itself.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod change {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CHANGE: &str = "
        ALTER TABLE users ADD COLUMN email TEXT;
        COMMIT;
        VACUUM;
        BEGIN;
        CREATE INDEX users_by_email ON users (email);
    ";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, change];

fn main() {}
