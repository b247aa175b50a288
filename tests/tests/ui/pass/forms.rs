//! Every form of an item.
#![deny(warnings, missing_docs, unreachable_pub)]

use migrate_runtime::{Migrations, Sqlite, migrations};

mod constant {
    use migrate_runtime::migration;

    /// Users.
    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod both_texts {
    use migrate_runtime::migration;

    /// Orders.
    #[migration(version = 2)]
    pub(super) mod create_orders {
        pub(super) const UP: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
        const DOWN: &str = "DROP TABLE orders";
    }
}

mod step {
    use migrate_runtime::{Result, Transaction, migration, params, sql};

    /// Names without blanks around them.
    #[migration(version = 3, irreversible = "the blanks are not kept", revision = 2)]
    pub(crate) fn trim_names(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(sql!("UPDATE users SET name = trim(name) WHERE id > ?1"), params![0])?;
        Ok(())
    }
}

mod both_steps {
    use migrate_runtime::migration;

    /// The first user.
    #[migration(version = 4)]
    mod seed_users {
        use migrate_runtime::{Result, Transaction, sql};

        fn up(tx: &mut Transaction<'_>) -> Result<()> {
            tx.execute(sql!("INSERT INTO users (id, name) VALUES (1, 'Ada')"), &[]).map(|_| ())
        }

        fn down(tx: &mut Transaction<'_>) -> Result<()> {
            tx.execute(sql!("DELETE FROM users WHERE id = 1"), &[]).map(|_| ())
        }
    }
}

mod mixed {
    use migrate_runtime::migration;

    /// Numbers of users, written by hand.
    #[migration(version = 5)]
    mod fill_orders {
        use migrate_runtime::{Result, Transaction, sql};

        fn up(tx: &mut Transaction<'_>) -> Result<()> {
            tx.execute(sql!("INSERT INTO orders (id) VALUES (1)"), &[]).map(|_| ())
        }

        const DOWN: &str = "DELETE FROM orders WHERE id = 1";
    }
}

mod own_error {
    use migrate_runtime::{Transaction, migration};

    /// A step with an error of its own.
    #[migration(version = 6, irreversible = "nothing to undo")]
    fn look(_: &mut Transaction<'_>) -> Result<(), std::fmt::Error> {
        Ok(())
    }
}

/// The shop.
#[migrations]
pub static SHOP: Migrations<Sqlite> = [constant, both_texts, step, both_steps, mixed, own_error];

fn main() {
    let _ = &SHOP;
}
