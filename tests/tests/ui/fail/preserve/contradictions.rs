//! Keys and forms that contradict `preserve`.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod nothing_to_undo {
    use migrate_runtime::migration;

    #[migration(version = 2, preserve, irreversible = "old names are gone")]
    const NOTHING_TO_UNDO: &str = "UPDATE users SET name = 'x'";
}

mod without_transaction {
    use migrate_runtime::migration;

    #[migration(version = 3, preserve, transaction = false)]
    const WITHOUT_TRANSACTION: &str = "UPDATE users SET name = 'x'";
}

mod with_rollback {
    use migrate_runtime::migration;

    #[migration(version = 4, preserve)]
    mod with_rollback {
        const UP: &str = "UPDATE users SET name = 'x'";
        const DOWN: &str = "UPDATE users SET name = 'y'";
    }
}

mod step {
    use migrate_runtime::{Result, Transaction, migration, sql};

    #[migration(version = 5, preserve)]
    fn step(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(sql!("UPDATE users SET name = 'x'"), &[])?;
        Ok(())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, nothing_to_undo, without_transaction, with_rollback, step];

fn main() {}
