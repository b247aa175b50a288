//! A step in Rust that nobody can roll back.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod fill {
    use migrate_runtime::{Result, Transaction, migration, sql};

    #[migration(version = 2, category = "data")]
    fn fill(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(sql!("INSERT INTO users (name) VALUES ('Ada')"), &[])?;
        Ok(())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, fill];

fn main() {}
