//! Keys of a set: what each of them lets through.
#![deny(warnings)]

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "
        CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT COLLATE german, email TEXT);
        CREATE TABLE log (line TEXT);
        CREATE INDEX users_by_name ON users (normalize(name));
    ";
}

mod adopted {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const DELETE_LOG: &str = "DELETE FROM log";
}

mod off {
    use migrate_runtime::migration;

    #[migration(version = 3)]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGR)";
}

mod expected {
    use migrate_runtime::migration;

    #[migration(
        version = 4,
        irreversible = "nobody reads it",
        expect(drop_table, reason = "empty since 2024"),
        expect(delete_rows, reason = "test accounts"),
    )]
    const TIDY: &str = "
        DROP TABLE log;
        DELETE FROM users WHERE email LIKE '%@example.org';
    ";
}

mod rewritten {
    use migrate_runtime::migration;

    #[migration(version = 5, irreversible = "the old spelling is not kept")]
    const NORMALIZE: &str = "UPDATE users SET name = normalize(name) WHERE name IS NOT NULL";
}

#[migrations(
    target = "3.40",
    functions(normalize(1)),
    collations(german),
    adopted_through = 2,
    lint(unknown_type_name = "off", if_not_exists = "error"),
)]
pub static SHOP: Migrations<Sqlite> = [create_users, adopted, off, expected, rewritten];

fn main() {
    let _ = &SHOP;
}
