//! A program with two databases, for the cases of the command line.

use std::process::ExitCode;

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_customers {
    use migrate_runtime::migration;

    /// Customers.
    #[migration(version = 1)]
    const CREATE_CUSTOMERS: &str = "
        CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    ";
}

mod add_email {
    use migrate_runtime::migration;

    /// Where to write to.
    #[migration(version = 2)]
    const ADD_EMAIL: &str = "ALTER TABLE customers ADD COLUMN email TEXT";
}

mod greet {
    use migrate_runtime::{Result, Transaction, migration, sql};

    /// The first customer.
    #[migration(version = 3, irreversible = "nobody is sent away")]
    fn greet(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(sql!("INSERT INTO customers (name) VALUES ('Ada')"), &[])?;
        Ok(())
    }
}

/// The shop.
#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_customers, add_email, greet];

mod keys {
    use migrate_runtime::{D1, Migrations, migrations};

    mod create_keys {
        use migrate_runtime::migration;

        /// Keys.
        #[migration(version = 1)]
        const CREATE_KEYS: &str = "CREATE TABLE keys (id INTEGER PRIMARY KEY)";
    }

    /// The keys.
    #[migrations]
    pub(crate) static KEYS: Migrations<D1> = [create_keys];
}

fn main() -> ExitCode {
    migrate_runtime::cli::run(&[("shop", &SHOP), ("keys", &keys::KEYS)])
}
