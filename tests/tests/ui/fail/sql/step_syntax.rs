//! A broken text in a step in Rust.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod trim {
    use migrate_runtime::{Result, Transaction, migration, sql};

    #[migration(version = 2, irreversible = "a fixture")]
    fn trim(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(sql!("UPDATE users SET name = trim(name"), &[])?;
        Ok(())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, trim];

fn main() {}
