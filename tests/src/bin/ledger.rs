//! A program whose migrations count: whatever is applied twice, or half, shows in its numbers.

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

mod seed_currencies {
    use migrate_runtime::migration;

    /// What a second runner would repeat without an error.
    #[migration(
        version = 2,
        irreversible = "a test",
        expect(if_not_exists, reason = "the case in which others double their rows")
    )]
    const SEED_CURRENCIES: &str = "
        CREATE TABLE IF NOT EXISTS currencies (code TEXT NOT NULL);
        INSERT INTO currencies VALUES ('EUR'), ('USD'), ('JPY');
    ";
}

mod open_accounts {
    use migrate_runtime::migration;

    /// Enough rows for a commit to take a while.
    #[migration(version = 3, irreversible = "a test")]
    const OPEN_ACCOUNTS: &str = "
        WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 500)
        INSERT INTO accounts (name, balance) SELECT 'account ' || x, x FROM n;
    ";
}

mod book_entries {
    use migrate_runtime::{Result, Transaction, migration, params, sql};

    /// A step in Rust of many statements.
    #[migration(version = 4, irreversible = "a test")]
    fn book_entries(tx: &mut Transaction<'_>) -> Result<()> {
        for row in tx.query(sql!("SELECT id FROM accounts"), &[])? {
            let id: i64 = row.get(0)?;
            tx.execute(
                sql!("INSERT INTO entries (account_id, amount) VALUES (?1, ?1)"),
                params![id],
            )?;
        }
        Ok(())
    }
}

mod add_interest {
    use migrate_runtime::migration;

    /// Twice is too much.
    #[migration(
        version = 5,
        irreversible = "a test",
        expect(update_without_where, reason = "everybody gets it")
    )]
    const ADD_INTEREST: &str = "UPDATE accounts SET balance = balance + 7";
}

mod require_names {
    use migrate_runtime::migration;

    /// The rebuild of a table whose rows others refer to with ON DELETE CASCADE.
    #[migration(version = 6, irreversible = "a test")]
    const REQUIRE_NAMES: &str = "
        CREATE TABLE accounts_new (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, balance INTEGER NOT NULL
        );
        INSERT INTO accounts_new SELECT id, coalesce(name, ''), balance FROM accounts;
        DROP TABLE accounts;
        ALTER TABLE accounts_new RENAME TO accounts;
    ";
}

mod recount {
    use migrate_runtime::migration;

    /// Outside a transaction: statements that count, and some that no transaction may hold.
    #[migration(
        version = 7,
        transaction = false,
        irreversible = "a test",
        expect(update_without_where, reason = "everybody gets it")
    )]
    const RECOUNT: &str = "
        CREATE INDEX entries_by_account ON entries (account_id);
        INSERT INTO entries (account_id, amount) VALUES (1, 1000);
        UPDATE accounts SET balance = balance + 1;
        VACUUM;
        INSERT INTO entries (account_id, amount) VALUES (2, 2000);
        PRAGMA user_version = 7;
        CREATE TABLE closings (id INTEGER PRIMARY KEY, day TEXT NOT NULL);
        INSERT INTO closings (day) VALUES ('2026-01-01');
        ANALYZE entries;
    ";
}

mod sum_up {
    use migrate_runtime::{Result, Transaction, migration, sql};

    /// A step in Rust outside a transaction. It may be repeated, so it says what is to be there.
    #[migration(version = 8, transaction = false, irreversible = "a test")]
    fn sum_up(tx: &mut Transaction<'_>) -> Result<()> {
        tx.execute(
            sql!("INSERT INTO closings (id, day) VALUES (8, '2026-02-01') ON CONFLICT DO NOTHING"),
            &[],
        )?;
        Ok(())
    }
}

mod show_totals {
    use migrate_runtime::migration;

    /// Tables, columns, views and triggers in one migration.
    #[migration(version = 9)]
    const SHOW_TOTALS: &str = "
        ALTER TABLE entries ADD COLUMN note TEXT;
        CREATE VIEW totals AS SELECT account_id, sum(amount) AS total FROM entries GROUP BY 1;
        CREATE TRIGGER entries_note AFTER INSERT ON entries WHEN NEW.note IS NULL BEGIN
            UPDATE entries SET note = 'booked' WHERE id = NEW.id;
        END;
    ";
}

mod book_again {
    use migrate_runtime::migration;

    /// A transaction of the migration's own.
    #[migration(
        version = 10,
        transaction = false,
        irreversible = "a test",
        expect(transaction_control, reason = "a test")
    )]
    const BOOK_AGAIN: &str = "
        BEGIN;
        INSERT INTO entries (account_id, amount) VALUES (3, 3000);
        INSERT INTO closings (day) VALUES ('2026-03-01');
        COMMIT;
        INSERT INTO entries (account_id, amount) VALUES (4, 4000);
    ";
}

mod charge_fees {
    use std::time::Duration;

    use migrate_runtime::{Backfill, Result, migration, params, sql};

    /// Batches that each commit, as small as they get.
    #[migration(version = 11, irreversible = "a test")]
    fn charge_fees(b: &mut Backfill<'_>) -> Result<()> {
        b.batch_time(Duration::from_micros(300));
        b.walk(
            sql!("SELECT id FROM entries"),
            sql!("UPDATE entries SET amount = 2 * amount + 1 WHERE id BETWEEN ?1 AND ?2"),
        )?;
        b.each(sql!("SELECT id FROM accounts"), |tx, row| {
            let id: i64 = row.get(0)?;
            tx.execute(
                sql!("UPDATE accounts SET balance = balance + 3 WHERE id = ?1"),
                params![id],
            )?;
            Ok(())
        })
    }
}

/// The ledger.
#[migrations]
pub static LEDGER: Migrations<Sqlite> = [
    create_accounts,
    seed_currencies,
    open_accounts,
    book_entries,
    add_interest,
    require_names,
    recount,
    sum_up,
    show_totals,
    book_again,
    charge_fees,
];

fn main() -> ExitCode {
    migrate_runtime::cli::run(&[("ledger", &LEDGER)])
}
