//! A directory with one database, and programs that migrate it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

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
        connection.busy_timeout(Duration::from_secs(10)).expect("sets");
        connection
    }

    /// The program whose migrations count, about this database.
    pub(crate) fn ledger(&self, command: &str) -> Command {
        self.program(env!("CARGO_BIN_EXE_ledger"), command)
    }

    /// The program whose rollbacks count, about this database.
    pub(crate) fn reversible(&self, command: &str) -> Command {
        self.program(env!("CARGO_BIN_EXE_reversible"), command)
    }

    /// The program that waits for the file `go`.
    pub(crate) fn patient(&self, command: &str) -> Command {
        self.program(env!("CARGO_BIN_EXE_patient"), command)
    }

    /// `cargo migrate` on the SQL files of the directory.
    pub(crate) fn files(&self, command: &str) -> Command {
        let command = format!("{command} --dir . --dialect sqlite");
        self.program(env!("CARGO_BIN_EXE_migrate-under-test"), &command)
    }

    fn program(&self, program: &str, command: &str) -> Command {
        let mut program = Command::new(program);
        program.args(command.split(' ')).arg("--url").arg(self.path());
        program.current_dir(self.directory.path());
        program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        program
    }

    /// The files in a directory beside the database; none when there is no such directory.
    pub(crate) fn files_in(&self, name: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.directory.path().join(name));
        entries.into_iter().flatten().map(|entry| entry.expect("is readable").path()).collect()
    }

    /// Writes a file into the directory.
    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.directory.path().join(name), text).expect("can be written");
    }

    /// One value, as text.
    #[track_caller]
    pub(crate) fn text(&self, sql: &str) -> String {
        let sql = format!("SELECT CAST(({sql}) AS TEXT)");
        let text = self.look().query_row(&sql, [], |row| row.get::<_, Option<String>>(0));
        text.expect("reads").unwrap_or_else(|| "NULL".to_owned())
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

/// Kills the program some time after it was started; whether it was still at work.
pub(crate) fn kill_during(mut program: Command, after: Duration) -> bool {
    let mut running = program.spawn().expect("starts");
    std::thread::sleep(after);
    let was_running = running.try_wait().expect("is ours").is_none();
    running.kill().expect("is ours");
    running.wait_with_output().expect("ends");
    was_running
}

/// Asks until it is so.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "waited a minute for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// What a program printed, both streams.
pub(crate) fn printed(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}{:?}", text(&output.stdout), text(&output.stderr), output.status)
}
