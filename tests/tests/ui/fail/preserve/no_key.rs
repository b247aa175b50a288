//! Rows that cannot be told apart, and rows whose key changes.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod create_notes {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CREATE_NOTES: &str = "CREATE TABLE notes (body TEXT)";
}

mod trim {
    use migrate_runtime::migration;

    #[migration(version = 3, preserve)]
    const TRIM: &str = "UPDATE notes SET body = trim(body)";
}

mod number {
    use migrate_runtime::migration;

    #[migration(version = 4, preserve)]
    const NUMBER: &str = "UPDATE users SET id = id + 100";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, create_notes, trim, number];

fn main() {}
