//! A step in Rust that changes the schema without saying so.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod fill {
    use migrate_runtime::{Result, Transaction, migration, sql};

    #[migration(version = 2, irreversible = "a fixture")]
    fn fill(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(sql!("ALTER TABLE users ADD COLUMN email TEXT"), &[])?;
        Ok(())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, fill];

fn main() {}
