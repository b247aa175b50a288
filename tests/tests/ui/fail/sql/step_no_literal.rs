//! A text that is put together at run time.

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
        tx.execute(sql!(format!("UPDATE {} SET name = ''", "users")), &[])?;
        Ok(())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, fill];

fn main() {}
