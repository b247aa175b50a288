//! A program whose last migration holds the lock until the file `go` is there.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_notes {
    use migrate_runtime::migration;

    /// Who was here.
    #[migration(version = 1)]
    const CREATE_NOTES: &str = "CREATE TABLE notes (pid INTEGER NOT NULL, text TEXT NOT NULL)";
}

mod wait {
    use migrate_runtime::{Result, Transaction, migration, params, sql};

    /// A long step outside a transaction.
    #[migration(version = 2, transaction = false, irreversible = "a test")]
    fn wait(tx: &mut Transaction<'_>) -> Result<()> {
        let note = sql!("INSERT INTO notes (pid, text) VALUES (?1, 'began')");
        tx.execute(note, params![i64::from(std::process::id())])?;
        super::wait_for("go");
        Ok(())
    }
}

mod close {
    use migrate_runtime::migration;

    /// What a holder that lost the lock must not get to.
    #[migration(version = 3, irreversible = "a test")]
    const CLOSE: &str = "INSERT INTO notes (pid, text) VALUES (0, 'closed')";
}

/// Waits for a file in the current directory.
fn wait_for(file: &str) {
    while !Path::new(file).exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The notes.
#[migrations]
pub static NOTES: Migrations<Sqlite> = [create_notes, wait, close];

fn main() -> ExitCode {
    migrate_runtime::cli::run(&[("notes", &NOTES)])
}
