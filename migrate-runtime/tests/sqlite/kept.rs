//! What migrations keep aside for their rollbacks.

use std::time::Duration;

use migrate_runtime::driver::{Claim, Discard, Discarding, Driver, Lease};
use migrate_runtime::history::{KeptTable, Mark, Measured};
use migrate_runtime::runner::Action;
use migrate_runtime::{Set, Target, exit_code};

use crate::support::{File, one, runner, set, shown, sql, version};

/// A migration that dropped `orders`, and keeps its rows.
const KEPT: &str = "
    CREATE TABLE _migrations_kept_1_orders AS SELECT 1 AS id, 'a' AS what UNION SELECT 2, 'b';
    UPDATE _migrations SET rollback_class = 'preserved', metadata =
        '{\"kept\":[{\"table\":\"orders\",\"in\":\"_migrations_kept_1_orders\"}]}'
    WHERE version = 1";

fn shop() -> Set {
    set([sql(1, "CREATE TABLE a (x)").down("DROP TABLE a"), sql(2, "CREATE TABLE b (x)")])
}

/// A database in which migration 1 keeps two rows.
fn keeping() -> File {
    let file = File::new();
    file.up(&shop()).expect("applies");
    file.run(KEPT);
    file
}

fn only(number: i64) -> Target {
    Target::Only(vec![version(number)])
}

fn kept(file: &File) -> Vec<KeptTable> {
    runner(&shop()).kept(&mut file.open()).expect("reads")
}

#[test]
fn is_listed_with_its_size() {
    let file = keeping();
    let tables = kept(&file);
    let [table] = tables.as_slice() else { panic!("one table: {tables:?}") };
    assert_eq!((table.version.get(), table.name.as_str()), (1, "m1"));
    assert_eq!(table.kept.table, "orders");
    let size = table.size.expect("it is there");
    assert_eq!((size.rows, size.bytes, size.measured), (2, 4096, Measured::Pages));
    let status = runner(&shop()).status(&mut file.open()).expect("reads");
    assert_eq!(status.kept, tables);
}

#[test]
fn nothing_is_kept_without_a_history() {
    assert!(kept(&File::new()).is_empty());
}

#[test]
fn another_sets_rows_are_invisible() {
    let file = keeping();
    file.run("UPDATE _migrations SET \"set\" = 'other' WHERE version = 1");
    assert!(kept(&file).is_empty());
}

#[test]
fn a_table_that_somebody_dropped_is_still_named() {
    let file = keeping();
    file.run("DROP TABLE _migrations_kept_1_orders");
    assert_eq!(kept(&file)[0].size, None);
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
    assert_eq!(json[0]["in"], "_migrations_kept_1_orders");
    assert_eq!(json[0]["size"]["measured"], "pages");
}

const ROW: &str = "SELECT rollback_class, metadata ->> '$.discarded' IS NOT NULL, \
                   (SELECT count(*) FROM _migrations_kept_1_orders) FROM _migrations";
const LINE: &str = "SELECT version, name, by, reason, detail FROM _migrations_log \
                    WHERE action = 'discarded'";

#[test]
fn is_deleted_and_remembered() {
    let file = keeping();
    let report =
        runner(&shop()).reason("no room").discard(&mut file.open(), version(1)).expect("discards");
    assert_eq!(report.tables[0].size.expect("it was there").rows, 2);
    assert_eq!(file.text(ROW), "schema-only,1,0;irreversible,0,0");
    let by = file.text("SELECT applied_by FROM _migrations WHERE version = 1");
    assert_eq!(file.text(LINE), format!("1,m1,{by},no room,2 rows of `orders`"));
    assert!(kept(&file).is_empty());
}

#[test]
fn is_deleted_once() {
    let file = keeping();
    let first = runner(&shop()).discard(&mut file.open(), version(1)).expect("discards");
    let bytes = std::fs::read(file.path()).expect("reads");
    let second = runner(&shop()).discard(&mut file.open(), version(1)).expect("is done already");
    assert!(second.tables.is_empty());
    assert_eq!(second.discarded_at, first.discarded_at);
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
}

#[test]
fn what_is_not_kept_cannot_be_deleted() {
    #[track_caller]
    fn check(number: i64, expected: &str) {
        let error = runner(&shop()).discard(&mut keeping().open(), version(number));
        let error = error.expect_err("refused");
        assert_eq!((shown(&error).as_str(), error.exit_code()), (expected, exit_code::USAGE));
    }
    check(2, "migration 2 `m2` keeps nothing aside (hint: `backup list` shows what is kept)");
    check(3, "there is no migration 3 (hint: `status` lists the versions)");
}

#[test]
fn a_dry_run_says_what_would_be_sent() {
    let (printed, done) = (keeping(), keeping());
    let bytes = std::fs::read(printed.path()).expect("reads");
    let dry = runner(&shop()).discard_dry_run(&mut printed.open(), version(1)).expect("reads");
    assert!(bytes == std::fs::read(printed.path()).expect("reads"), "the file changed");
    printed.run(&dry.to_string());
    runner(&shop()).discard(&mut done.open(), version(1)).expect("discards");
    assert_eq!(printed.text(ROW), done.text(ROW));
    assert_eq!(printed.text(LINE), done.text(LINE));
    let dry = runner(&shop()).discard_dry_run(&mut printed.open(), version(1)).expect("reads");
    assert!(dry.units.is_empty());
}

#[test]
fn a_rollback_without_the_rows_needs_consent() {
    let file = File::new();
    file.up(&shop()).expect("applies");
    let fresh = file.text("SELECT metadata FROM _migrations WHERE version = 1");
    file.run(KEPT);
    runner(&shop()).discard(&mut file.open(), version(1)).expect("discards");
    let mut without = runner(&shop()).target(only(1));
    let error = without.down(&mut file.open()).expect_err("refused");
    assert!(error.is_data_loss() && error.exit_code() == exit_code::UNSAFE);
    let day = file.text("SELECT date('now')");
    assert_eq!(
        shown(&error),
        format!(
            "rolling back migration 1 `m1` would not bring back the rows that were discarded on \
             {day} (hint: say `--force` to go without them)"
        )
    );
    let plan = without.plan(&mut file.open(), Action::Down).expect("plans");
    assert_eq!(plan.migrations[0].rollback_class.as_str(), "schema-only");
    let report = runner(&shop()).target(only(1)).force().down(&mut file.open());
    assert_eq!(report.expect("rolls back").rolled_back.len(), 1);
    file.up(&shop()).expect_err("2 is applied already, and 1 is late");
    runner(&shop()).target(only(1)).up(&mut file.open()).expect("applies");
    assert_eq!(file.text("SELECT metadata FROM _migrations WHERE version = 1"), fresh);
}

#[test]
fn nothing_is_deleted_behind_somebodys_back() {
    let file = keeping();
    let (mut db, mut other) = (file.open(), file.open());
    let patience = Duration::from_millis(20).into();
    let wish =
        |mark| Discard { set: "shop", version: version(1), mark, by: "", reason: None, patience };
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
    assert_eq!(one(&file.look(), "SELECT count(*) FROM _migrations_kept_1_orders"), "2");
    drop(writer);
    assert!(matches!(db.discard(&wish(mark)).expect("discards"), Discarding::Done { .. }));
}
