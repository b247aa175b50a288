//! Two versions of a program that are deployed at once, as real processes.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use rusqlite::Connection;
use tempfile::TempDir;

const CUSTOMERS: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO customers (name) VALUES ('Ada');";
const ORDERS: &str = "CREATE TABLE orders (customer_id INTEGER REFERENCES customers (id));
    INSERT INTO orders SELECT id FROM customers;";
const EMAIL: &str = "ALTER TABLE customers ADD COLUMN email TEXT";
const PHONE: &str = "ALTER TABLE customers ADD COLUMN phone TEXT";

const PROGRAMS: usize = 4;
const ROUNDS: usize = 5;

/// A database, and the directories of two versions of a program.
struct World(TempDir);

impl World {
    /// The older version lacks the second migration, which a branch merged late.
    fn new(late: &str) -> Self {
        let world = Self(tempfile::tempdir().expect("can be made"));
        for (version, texts) in [
            ("old", vec![(1, CUSTOMERS), (3, EMAIL)]),
            ("new", vec![(1, CUSTOMERS), (2, late), (3, EMAIL)]),
        ] {
            let directory = world.path().join(version);
            std::fs::create_dir(&directory).expect("can be made");
            for (number, text) in texts {
                let file = directory.join(format!("{number}_step.sql"));
                std::fs::write(file, text).expect("can be written");
            }
        }
        world
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn start(&self, version: &str) -> Child {
        let arguments = ["migrate", "up", "--dialect", "sqlite", "--url", "app.db", "--dir"];
        let mut program = Command::new(env!("CARGO_BIN_EXE_migrate-under-test"));
        program.args(arguments).arg(version).current_dir(self.path());
        program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        program.env_remove("MIGRATE_ENV").env_remove("NODE_ENV").spawn().expect("starts")
    }

    /// Starts some programs of each of the versions at once; their exit codes.
    fn run(&self, versions: &[&str]) -> Vec<(String, i32)> {
        let start = |version: &&str| ((*version).to_owned(), self.start(version));
        let running = (0..PROGRAMS).flat_map(|_| versions.iter().map(start));
        let running: Vec<_> = running.collect();
        let end = |(version, child): (String, Child)| {
            let output = child.wait_with_output().expect("ends");
            let code = output.status.code().expect("ends by itself");
            assert!(
                matches!(code, 0 | 4),
                "{version}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            (version, code)
        };
        running.into_iter().map(end).collect()
    }

    /// The versions in the order in which they were applied, and nothing twice.
    fn applied(&self) -> Vec<i64> {
        let database = Connection::open(self.path().join("app.db")).expect("opens");
        let log = "SELECT version FROM _migrations_log WHERE action = 'applied' ORDER BY id";
        let mut statement = database.prepare(log).expect("reads");
        let versions = statement.query_map([], |row| row.get(0)).expect("reads");
        versions.collect::<rusqlite::Result<_>>().expect("reads")
    }
}

#[test]
fn the_newer_program_finds_its_way_whoever_was_first() {
    for _ in 0..ROUNDS {
        let world = World::new(ORDERS);
        let codes = world.run(&["old", "new"]);
        assert!(codes.iter().all(|(version, code)| version == "old" || *code == 0), "{codes:?}");
        let mut applied = world.applied();
        applied.sort_unstable();
        assert_eq!(applied, [1, 2, 3]);
    }
}

#[test]
fn a_late_one_is_applied_once_however_many_start() {
    for _ in 0..ROUNDS {
        let world = World::new(ORDERS);
        world.run(&["old"]);
        assert_eq!(world.applied(), [1, 3]);
        let codes = world.run(&["new"]);
        assert!(codes.iter().all(|(_, code)| *code == 0), "{codes:?}");
        assert_eq!(world.applied(), [1, 3, 2]);
    }
}

#[test]
fn what_meets_a_later_one_is_never_behind_it() {
    for _ in 0..ROUNDS {
        let world = World::new(PHONE);
        let codes = world.run(&["old", "new"]);
        let news = || codes.iter().filter(|(version, _)| version == "new");
        match world.applied().as_slice() {
            [1, 2, 3] => assert!(news().all(|(_, code)| *code == 0), "{codes:?}"),
            [1, 3] => assert!(news().all(|(_, code)| *code == 4), "{codes:?}"),
            other => panic!("{other:?}"),
        }
    }
}
