//! Faults of several sorts: one message each.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod drop_users {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const DROP_USERS: &str = "DROP TABLE users";
}

mod create_plans {
    use migrate_runtime::migration;

    #[migration(version = 3, depends_on = [9], category = "index")]
    const CREATE_PLANS: &str = "CREATE TABLE plans (id INTEGER PRIMARY KEY)";
}

mod add_price {
    use migrate_runtime::migration;

    #[migration(version = 4)]
    const ADD_PRICE: &str = "ALTER TABLE plan ADD COLUMN price INTEGER";
}

mod create_seats {
    use migrate_runtime::migration;

    #[migration(version = 5)]
    const CREATE_SEATS: &str = "CREATE TABL seats (id INTEGER PRIMARY KEY)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, drop_users, create_plans, add_price, create_seats];

fn main() {}
