//! A directory with one database, and programs that migrate it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rusqlite::Connection;
use tempfile::TempDir;

/// How a database keeps what it may have to undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Journal {
    /// A file beside it, SQLite's default.
    Rollback,
    /// A write-ahead log.
    Wal,
}

impl Journal {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Rollback, Self::Wal];
}

/// A directory of its own with a database in it.
#[derive(Debug)]
pub(crate) struct World {
    directory: TempDir,
}

impl World {
    /// With no database yet, or with an empty one: a write-ahead log is a setting of the file.
    pub(crate) fn new(journal: Journal) -> Self {
        let world = Self { directory: directory() };
        if journal == Journal::Wal {
            let set = "PRAGMA journal_mode = WAL";
            world.look().query_row(set, [], |_| Ok(())).expect("sets");
        }
        world
    }

    /// Where the database is.
    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("ledger.db")
    }

    /// A look from outside.
    pub(crate) fn look(&self) -> Connection {
        let connection = Connection::open(self.path()).expect("opens");
        connection.busy_timeout(std::time::Duration::from_secs(10)).expect("sets");
        connection
    }

    /// The program with the migrations, about this database.
    pub(crate) fn ledger(&self, command: &str) -> Command {
        let mut ledger = Command::new(env!("CARGO_BIN_EXE_ledger"));
        ledger.args(command.split(' ')).arg("--url").arg(self.path());
        ledger.current_dir(self.directory.path());
        ledger.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        ledger
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, command: &str) -> Output {
        self.ledger(command).output().expect("starts")
    }
}

/// In memory where the system offers that: the order of the writes is what matters here, not the disk.
fn directory() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.expect("a directory")
}

/// What a program printed, both streams.
pub(crate) fn printed(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}{:?}", text(&output.stdout), text(&output.stderr), output.status)
}
