//! Two migrations that depend on each other.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1, depends_on = [2])]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";
}

mod create_orders {
    use migrate_runtime::migration;

    #[migration(version = 2, depends_on = [1])]
    const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, create_orders];

fn main() {}
