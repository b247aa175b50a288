//! What migrations keep aside for their rollbacks.

use std::time::Duration;

use migrate_runtime::directory::Directory;
use migrate_runtime::driver::{Claim, Discard, Discarding, Driver, Lease};
use migrate_runtime::history::{KeptTable, Mark, Measured};
use migrate_runtime::runner::Action;
use migrate_runtime::{DialectName, Set, Target, exit_code};
use tempfile::TempDir;

use crate::support::{File, one, runner, shown, version};

const ORDERS: &str = "
    CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT NOT NULL, note TEXT);
    CREATE INDEX orders_by_what ON orders (what);";

/// Orders, and what a second migration with `preserve` does to them.
fn shop(up: &str) -> Set {
    let directory = TempDir::new().expect("a directory");
    let file = |name: &str, text: &str| {
        std::fs::write(directory.path().join(name), text).expect("can be written");
    };
    file("0001_orders.sql", ORDERS);
    file("0002_next.sql", &format!("-- @preserve: true\n{up}"));
    file("0003_other.sql", "CREATE TABLE other (id INTEGER PRIMARY KEY);");
    let read = Directory::read(directory.path(), DialectName::Sqlite, None).expect("reads");
    let problems: Vec<_> = read.report.problems.iter().map(|it| &it.message).collect();
    read.set("shop", "").unwrap_or_else(|| panic!("{problems:?}"))
}

/// A shop that dropped its orders.
fn dropped() -> Set {
    shop("DROP TABLE orders")
}

/// Two orders, and then the rest of the migrations.
fn applied(set: &Set) -> File {
    let file = File::new();
    runner(set).target(Target::Steps(1)).up(&mut file.open()).expect("applies");
    file.run("INSERT INTO orders VALUES (1, 'tea', 'hot'), (2, 'jam', NULL)");
    file.up(set).expect("applies");
    file
}

/// A database in which migration 2 keeps two rows.
fn keeping() -> File {
    applied(&dropped())
}

fn only(number: i64) -> Target {
    Target::Only(vec![version(number)])
}

fn kept(file: &File) -> Vec<KeptTable> {
    runner(&dropped()).kept(&mut file.open()).expect("reads")
}

#[test]
fn is_listed_with_its_size() {
    let file = keeping();
    let tables = kept(&file);
    let [table] = tables.as_slice() else { panic!("one table: {tables:?}") };
    assert_eq!((table.version.get(), table.name.as_str()), (2, "next"));
    assert_eq!(table.kept.table, "orders");
    let size = table.size.expect("it is there");
    assert_eq!((size.rows, size.measured), (2, Measured::Pages));
    assert!(size.bytes.is_multiple_of(4096) && size.bytes > 0, "{size:?}");
    let status = runner(&dropped()).status(&mut file.open()).expect("reads");
    assert_eq!(status.kept, tables);
}

#[test]
fn nothing_is_kept_without_a_history() {
    assert!(kept(&File::new()).is_empty());
}

#[test]
fn another_sets_rows_are_invisible() {
    let file = keeping();
    file.run("UPDATE _migrations SET \"set\" = 'other' WHERE version = 2");
    assert!(kept(&file).is_empty());
}

#[test]
fn a_table_that_somebody_dropped_is_still_named() {
    let file = keeping();
    file.run("DROP TABLE _migrations_kept_2_orders");
    assert_eq!(kept(&file)[0].size, None);
}

#[test]
fn a_rollback_without_its_table_is_refused() {
    let file = keeping();
    file.run("DROP TABLE _migrations_kept_2_orders");
    for runner in [runner(&dropped()), runner(&dropped()).force()] {
        let error = runner.target(only(2)).down(&mut file.open()).expect_err("refused");
        assert!(error.is_irreversible());
        assert_eq!(
            shown(&error),
            "migration 2 `next` cannot be rolled back: its table of kept rows, \
             `_migrations_kept_2_orders`, is not there"
        );
    }
}

#[test]
fn looking_writes_nothing() {
    let file = keeping();
    let bytes = std::fs::read(file.path()).expect("reads");
    kept(&file);
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
}

#[test]
fn is_serialized_as_documented() {
    let file = keeping();
    let json = serde_json::to_value(kept(&file)).expect("serializes");
    assert_eq!(json[0]["table"], "orders");
    assert_eq!(json[0]["in"], "_migrations_kept_2_orders");
    assert_eq!(json[0]["size"]["measured"], "pages");
}

const ROW: &str = "SELECT rollback_class, metadata ->> '$.discarded' IS NOT NULL, \
                   (SELECT count(*) FROM _migrations_kept_2_orders) FROM _migrations \
                   WHERE version = 2";
const LINE: &str = "SELECT version, name, by, reason, detail FROM _migrations_log \
                    WHERE action = 'discarded'";

#[test]
fn is_deleted_and_remembered() {
    let file = keeping();
    let report = runner(&dropped())
        .reason("no room")
        .discard(&mut file.open(), version(2))
        .expect("discards");
    assert_eq!(report.tables[0].size.expect("it was there").rows, 2);
    assert_eq!(file.text(ROW), "schema-only,1,0");
    let by = file.text("SELECT applied_by FROM _migrations WHERE version = 2");
    assert_eq!(file.text(LINE), format!("2,next,{by},no room,2 rows of `orders`"));
    assert!(kept(&file).is_empty());
}

#[test]
fn is_deleted_once() {
    let file = keeping();
    let first = runner(&dropped()).discard(&mut file.open(), version(2)).expect("discards");
    let bytes = std::fs::read(file.path()).expect("reads");
    let second = runner(&dropped()).discard(&mut file.open(), version(2)).expect("is done already");
    assert!(second.tables.is_empty());
    assert_eq!(second.discarded_at, first.discarded_at);
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
}

#[test]
fn what_is_not_kept_cannot_be_deleted() {
    #[track_caller]
    fn check(number: i64, expected: &str) {
        let error = runner(&dropped()).discard(&mut keeping().open(), version(number));
        let error = error.expect_err("refused");
        assert_eq!((shown(&error).as_str(), error.exit_code()), (expected, exit_code::USAGE));
    }
    check(3, "migration 3 `other` keeps nothing aside (hint: `backup list` shows what is kept)");
    check(4, "there is no migration 4 (hint: `status` lists the versions)");
}

#[test]
fn a_dry_run_says_what_would_be_sent() {
    let (printed, done) = (keeping(), keeping());
    let bytes = std::fs::read(printed.path()).expect("reads");
    let dry = runner(&dropped()).discard_dry_run(&mut printed.open(), version(2)).expect("reads");
    assert!(bytes == std::fs::read(printed.path()).expect("reads"), "the file changed");
    printed.run(&dry.to_string());
    runner(&dropped()).discard(&mut done.open(), version(2)).expect("discards");
    assert_eq!(printed.text(ROW), done.text(ROW));
    assert_eq!(printed.text(LINE), done.text(LINE));
    let dry = runner(&dropped()).discard_dry_run(&mut printed.open(), version(2)).expect("reads");
    assert!(dry.units.is_empty());
}

#[test]
fn a_rollback_without_the_rows_needs_consent() {
    let file = keeping();
    runner(&dropped()).discard(&mut file.open(), version(2)).expect("discards");
    let mut without = runner(&dropped()).target(only(2));
    let error = without.down(&mut file.open()).expect_err("refused");
    assert!(error.is_data_loss() && error.exit_code() == exit_code::UNSAFE);
    let day = file.text("SELECT date('now')");
    assert_eq!(
        shown(&error),
        format!(
            "rolling back migration 2 `next` would not bring back the rows that were discarded on \
             {day} (hint: say `--force` to go without them)"
        )
    );
    let plan = without.plan(&mut file.open(), Action::Down).expect("plans");
    assert_eq!(plan.migrations[0].rollback_class.as_str(), "schema-only");
    let report = runner(&dropped()).target(only(2)).force().down(&mut file.open());
    assert_eq!(report.expect("rolls back").rolled_back.len(), 1);
    assert_eq!(file.text("SELECT count(*) FROM orders"), "0");
    runner(&dropped()).target(only(2)).up(&mut file.open()).expect("applies");
    assert_eq!(kept(&file)[0].size.expect("is there").rows, 0);
}

/// Without the rows the schema comes back as it was.
#[test]
fn the_schema_comes_back_without_the_rows() {
    const SCHEMA: &str = "SELECT name, replace(sql, '\"', '') FROM sqlite_master \
                          WHERE name NOT LIKE '\\_migrations%' ESCAPE '\\' ORDER BY name";
    #[track_caller]
    fn check(up: &str, rows: &str) {
        let set = shop(up);
        let file = applied(&set);
        runner(&set).target(only(3)).down(&mut file.open()).expect("rolls back");
        runner(&set).discard(&mut file.open(), version(2)).expect("discards");
        let report = runner(&set).target(only(2)).force().down(&mut file.open());
        report.unwrap_or_else(|error| panic!("{up}: {}", shown(&error)));
        assert_eq!(
            file.text("SELECT group_concat(id || what || coalesce(note, '')) FROM orders"),
            rows
        );
        let before = File::new();
        runner(&set).target(Target::Steps(1)).up(&mut before.open()).expect("applies");
        assert_eq!(file.text(SCHEMA), before.text(SCHEMA), "{up}");
    }
    check("DROP TABLE orders", "NULL");
    check("DROP INDEX orders_by_what; ALTER TABLE orders DROP COLUMN what", "1hot,2");
    check("ALTER TABLE orders DROP COLUMN note", "1tea,2jam");
    check("UPDATE orders SET what = upper(what) WHERE id = 1", "1TEAhot,2jam");
    check("DELETE FROM orders WHERE id = 2", "1teahot");
    check(
        "INSERT INTO orders SELECT id + 2, what, note FROM orders WHERE id = 2",
        "1teahot,2jam,4jam",
    );
}

#[test]
fn nothing_is_deleted_behind_somebodys_back() {
    let file = keeping();
    let (mut db, mut other) = (file.open(), file.open());
    let patience = Duration::from_millis(20).into();
    let wish =
        |mark| Discard { set: "shop", version: version(2), mark, by: "", reason: None, patience };
    assert_eq!(db.discard(&wish(Mark::NONE)).expect("looks"), Discarding::Stale);
    let mark = db.history("shop", patience).expect("reads").expect("is there").mark();
    let lifetime = Duration::from_secs(30);
    let claim =
        Claim { holder: "ada", host: "elsewhere", pid: 1, reason: None, lifetime, patience };
    let Lease::Mine(token) = other.lock(&claim).expect("locks") else { panic!("it is free") };
    let held = db.discard(&wish(mark)).expect("looks");
    assert!(matches!(held, Discarding::Held(_)), "{held:?}");
    other.unlock(&token).expect("unlocks");
    let writer = file.look();
    writer.execute_batch("BEGIN IMMEDIATE").expect("begins");
    assert!(db.discard(&wish(mark)).expect_err("waits").is_locked());
    assert_eq!(one(&file.look(), "SELECT count(*) FROM _migrations_kept_2_orders"), "2");
    drop(writer);
    assert!(matches!(db.discard(&wish(mark)).expect("discards"), Discarding::Done { .. }));
}
