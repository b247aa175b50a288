//! How long an application that writes has to wait while 2,000,000 rows are changed, by one UPDATE and
//! by a backfill; and while nobody else is at work.
//!
//! `cargo bench -p migrate-tests --bench backfill`; `ROWS=20000` for a smaller table.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use migrate_runtime::__private::{Body, Found, Migration, Part, Script, Written};
use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::{Runner, Set, Sqlite, Version};
use migrate_tests::side_by_side::time;
use rusqlite::Connection;

const UPDATE: &str = "UPDATE orders SET total = price * quantity WHERE total IS NULL";

/// How often the application writes.
const WRITE_EVERY: Duration = Duration::from_millis(1);
/// How long it is measured by itself, to see what the machine alone makes it wait.
const QUIET: Duration = Duration::from_secs(10);

fn main() {
    let rows = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(2_000_000);
    println!("{rows} rows in WAL, another connection writes every {WRITE_EVERY:?}");
    let nobody = |_: &Path| time(|| std::thread::sleep(QUIET));
    run("nobody else", rows, &nobody);
    run("one UPDATE", rows, &up(Body::Sql(UPDATE)));
    run(
        "backfill",
        rows,
        &up(Body::Backfill(|b| {
            Ok(b.walk(
                "SELECT id FROM orders WHERE total IS NULL",
                "UPDATE orders SET total = price * quantity \
                 WHERE id BETWEEN ?1 AND ?2 AND total IS NULL",
            )?)
        })),
    );
}

/// Applies a migration, and sees that it left out no row.
fn up(body: Body) -> impl Fn(&Path) -> Duration {
    let set = Set::from_migrations("bench", "bench.rs", vec![migration(body)]);
    move |path| {
        let mut database = Database::open(path).expect("opens");
        let taken = time(|| Runner::<Sqlite>::of(&set).up(&mut database).expect("applies"));
        let left = look(path, "SELECT count(*) FROM orders WHERE total IS NOT price * quantity");
        assert_eq!(left, 0, "rows were left out");
        taken
    }
}

fn run(name: &str, rows: u64, work: &dyn Fn(&Path) -> Duration) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let path = folder.path().join("orders.db");
    prepare(&path, rows);
    let over = AtomicBool::new(false);
    let (taken, waits) = std::thread::scope(|scope| {
        let waits = scope.spawn(|| write(&path, &over));
        let taken = work(&path);
        over.store(true, Ordering::SeqCst);
        (taken, waits.join().expect("writes"))
    });
    report(name, taken, waits);
}

fn prepare(path: &Path, rows: u64) {
    let connection = Connection::open(path).expect("opens");
    let fill = format!(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE visits (id INTEGER PRIMARY KEY, count INTEGER NOT NULL);
         INSERT INTO visits VALUES (1, 0);
         CREATE TABLE orders (id INTEGER PRIMARY KEY, price INTEGER NOT NULL, quantity INTEGER NOT NULL, \
         note TEXT, total INTEGER);
         WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {rows})
         INSERT INTO orders SELECT x, x % 1000, x % 7, 'a note that makes rows as wide as they are', NULL FROM n;
         PRAGMA wal_checkpoint(TRUNCATE);"
    );
    connection.execute_batch(&fill).expect("runs");
}

/// Writes as an application does, until it is over, and returns how long each write took.
fn write(path: &Path, over: &AtomicBool) -> Vec<Duration> {
    let connection = Connection::open(path).expect("opens");
    connection.busy_timeout(Duration::from_secs(300)).expect("sets");
    let mut waits = Vec::new();
    while !over.load(Ordering::SeqCst) {
        let start = Instant::now();
        connection.execute("UPDATE visits SET count = count + 1 WHERE id = 1", []).expect("writes");
        waits.push(start.elapsed());
        std::thread::sleep(WRITE_EVERY);
    }
    waits
}

fn look(path: &Path, sql: &str) -> i64 {
    let connection = Connection::open(path).expect("opens");
    connection.query_row(sql, [], |row| row.get(0)).expect("reads")
}

fn report(name: &str, taken: Duration, mut waits: Vec<Duration>) {
    waits.sort();
    let share = |percent: usize| waits[(waits.len() - 1) * percent / 100];
    println!(
        "  {name:<12} {taken:>10.2?}   writes {:>6}   p50 {:>9.2?}   p99 {:>9.2?}   max {:>9.2?}",
        waits.len(),
        share(50),
        share(99),
        share(100)
    );
}

fn migration(up: Body) -> Migration {
    let text = match up {
        Body::Sql(text) => text,
        _ => "",
    };
    let part = Part { start: 0, end: text.len(), line: 1, column: 1 };
    let written = Written {
        version: Version::new(1).expect("a version"),
        name: "totals",
        up,
        ..Written::NOTHING
    };
    let statements = if text.is_empty() { &[][..] } else { vec![part].leak() };
    let found =
        Found { checksum: "c1:0", up: Script { statements, ..Script::EMPTY }, ..Found::NOTHING };
    Migration::new(written, found)
}
