//! A step in Rust that reads a column which is only added later.

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
        tx.execute(sql!("UPDATE users SET name = 'Ada'"), &[])?;
        tx.execute(sql!("UPDATE users SET email = 'ada@example.org'"), &[])?;
        Ok(())
    }
}

mod add_email {
    use migrate_runtime::migration;

    #[migration(version = 3)]
    const ADD_EMAIL: &str = "ALTER TABLE users ADD COLUMN email TEXT";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, fill, add_email];

fn main() {}
