//! Categories that no statement fits.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod create_orders {
    use migrate_runtime::migration;

    #[migration(version = 2, category = "index")]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
}

mod fill_users {
    use migrate_runtime::migration;

    #[migration(version = 3, category = "schema", irreversible = "a fixture")]
    const FILL_USERS: &str = "INSERT INTO users (name) VALUES ('Ada')";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, create_orders, fill_users];

fn main() {}
