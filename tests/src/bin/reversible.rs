//! A program whose rollbacks count: whatever is rolled back twice, or half, shows in its numbers.

use std::process::ExitCode;

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_accounts {
    use migrate_runtime::migration;

    /// Accounts and what was booked on them.
    #[migration(version = 1)]
    const CREATE_ACCOUNTS: &str = "
        CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT, balance INTEGER NOT NULL);
        CREATE TABLE entries (
            id         INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            amount     INTEGER NOT NULL
        );
    ";
}

mod open_accounts {
    use migrate_runtime::migration;

    /// Enough rows for a commit to take a while.
    #[migration(version = 2, irreversible = "a test")]
    const OPEN_ACCOUNTS: &str = "
        WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300)
        INSERT INTO accounts (name, balance) SELECT ' account ' || x, x FROM n;
        INSERT INTO entries (account_id, amount) SELECT id, balance FROM accounts;
    ";
}

mod interest {
    use migrate_runtime::migration;

    /// Its rollback takes less than it gives, so that each one shows.
    #[migration(version = 3, expect(update_without_where, reason = "everybody gets it"))]
    mod add_interest {
        const UP: &str = "UPDATE accounts SET balance = balance + 7";
        const DOWN: &str = "UPDATE accounts SET balance = balance - 5";
    }
}

mod entries {
    use migrate_runtime::migration;

    /// A rollback in Rust, of many statements.
    #[migration(version = 4)]
    mod book {
        use migrate_runtime::{Result, Transaction, params, sql};

        fn up(tx: &mut Transaction<'_>) -> Result<()> {
            tx.execute(sql!("INSERT INTO entries (account_id, amount) VALUES (1, 4000)"), &[])?;
            Ok(())
        }

        fn down(tx: &mut Transaction<'_>) -> Result<()> {
            for row in tx.query(sql!("SELECT id FROM accounts WHERE id <= 100"), &[])? {
                let id: i64 = row.get(0)?;
                let back = sql!("INSERT INTO entries (account_id, amount) VALUES (?1, -4000)");
                tx.execute(back, params![id])?;
            }
            Ok(())
        }
    }
}

mod limit_balances {
    use migrate_runtime::migration;

    /// The rebuild of a table whose rows others refer to with ON DELETE CASCADE, both ways.
    #[migration(version = 5)]
    const LIMIT_BALANCES: &str = "
        CREATE TABLE accounts_new (
            id INTEGER PRIMARY KEY, name TEXT, balance INTEGER NOT NULL CHECK (balance < 1000000)
        );
        INSERT INTO accounts_new (id, name, balance) SELECT id, name, balance FROM accounts;
        DROP TABLE accounts;
        ALTER TABLE accounts_new RENAME TO accounts;
    ";
}

mod trim_names {
    use migrate_runtime::migration;

    /// What it overwrites is kept aside, and comes back by key.
    #[migration(version = 6, preserve)]
    const TRIM_NAMES: &str = "UPDATE accounts SET name = trim(name)";
}

mod counts {
    use migrate_runtime::migration;

    /// Outside a transaction: rollbacks that count, and statements that no transaction may hold.
    #[migration(
        version = 7,
        transaction = false,
        expect(update_without_where, reason = "everybody gets it")
    )]
    mod recount {
        const UP: &str = "
            CREATE INDEX entries_by_account ON entries (account_id);
            UPDATE accounts SET balance = balance + 1;
            PRAGMA user_version = 7;
        ";
        const DOWN: &str = "
            DROP INDEX entries_by_account;
            INSERT INTO entries (account_id, amount) VALUES (1, 7000);
            UPDATE accounts SET balance = balance - 3;
            VACUUM;
            INSERT INTO entries (account_id, amount) VALUES (2, 7000);
            PRAGMA user_version = 6;
            BEGIN;
            INSERT INTO entries (account_id, amount) VALUES (3, 7000);
            INSERT INTO entries (account_id, amount) VALUES (4, 7000);
            COMMIT;
            INSERT INTO entries (account_id, amount) VALUES (5, 7000);
        ";
    }
}

mod show_totals {
    use migrate_runtime::migration;

    /// Tables, columns, views and triggers in one migration.
    #[migration(version = 8)]
    const SHOW_TOTALS: &str = "
        ALTER TABLE entries ADD COLUMN note TEXT;
        CREATE VIEW totals AS SELECT account_id, sum(amount) AS total FROM entries GROUP BY 1;
        CREATE TRIGGER entries_note AFTER INSERT ON entries WHEN NEW.note IS NULL BEGIN
            UPDATE entries SET note = 'booked' WHERE id = NEW.id;
        END;
    ";
}

/// The accounts.
#[migrations]
pub static ACCOUNTS: Migrations<Sqlite> = [
    create_accounts,
    open_accounts,
    interest,
    entries,
    limit_balances,
    trim_names,
    counts,
    show_totals,
];

fn main() -> ExitCode {
    migrate_runtime::cli::run(&[("accounts", &ACCOUNTS)])
}
