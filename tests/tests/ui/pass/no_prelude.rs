//! Nothing of the prelude is needed.
#![no_implicit_prelude]

use ::migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use ::migrate_runtime::migration;

    #[migration(version = 1, timeout = "30s")]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";
}

mod fill_users {
    use ::migrate_runtime::{Result, Transaction, migration};

    #[migration(version = 2, irreversible = "a fixture")]
    fn fill_users(_: &mut Transaction<'_>) -> Result<()> {
        Result::Ok(())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, fill_users];

fn main() {
    let _ = &SHOP;
}
