//! A step in Rust whose declared DDL is wrong.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod fill {
    use migrate_runtime::{Result, Transaction, migration};

    #[migration(version = 2, schema = "ALTER TABLE user ADD COLUMN email TEXT", irreversible = "a fixture")]
    fn fill(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute("ALTER TABLE users ADD COLUMN email TEXT", &[])?;
        Ok(())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, fill];

fn main() {}
