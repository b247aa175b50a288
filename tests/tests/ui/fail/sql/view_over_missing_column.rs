//! A view that the end of the history leaves without a column.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod view_names {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const VIEW_NAMES: &str = "CREATE VIEW names AS SELECT id, name, email FROM users";
}

mod create_plans {
    use migrate_runtime::migration;

    #[migration(version = 3)]
    const CREATE_PLANS: &str = "CREATE TABLE plans (id INTEGER PRIMARY KEY)";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, view_names, create_plans];

fn main() {}
