//! Reading commands write nothing.

use std::fs;

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::history::{HistoryQuery, LogQuery};
use migrate_runtime::runner::Action;

use crate::support::{File, runner, set, sql};

fn pair() -> migrate_runtime::Set {
    set([
        sql(1, "CREATE TABLE a (x)").down("DROP TABLE a"),
        sql(2, "CREATE TABLE b (x)").down("DROP TABLE b"),
    ])
}

fn read_everything(db: &mut Database<'_>) {
    let set = pair();
    let runner = runner(&set);
    runner.status(db).expect("reads");
    runner.log(db, &LogQuery::ALL).expect("reads");
    runner.history(db, &HistoryQuery::default()).expect("reads");
    runner.stats(db).expect("reads");
    for action in [Action::Up, Action::Down, Action::Redo] {
        runner.plan(db, action).expect("reads");
        runner.dry_run(db, action).expect("reads");
    }
}

#[test]
fn not_into_a_history() {
    let file = File::new();
    runner(&pair())
        .target(migrate_runtime::Target::Steps(1))
        .up(&mut file.open())
        .expect("applies");
    let before = fs::read(file.path()).expect("reads");
    read_everything(&mut Database::open_existing(file.path()).expect("opens"));
    read_everything(&mut Database::read_only(file.path()).expect("opens"));
    assert!(before == fs::read(file.path()).expect("reads"));
}

#[test]
fn not_into_a_database_without_a_history() {
    let file = File::new();
    file.run("CREATE TABLE mine (x)");
    let before = fs::read(file.path()).expect("reads");
    read_everything(&mut Database::open_existing(file.path()).expect("opens"));
    assert!(before == fs::read(file.path()).expect("reads"));
}

#[test]
fn not_a_file_either() {
    let file = File::new();
    let opened = [Database::open_existing(file.path()), Database::read_only(file.path())];
    for error in opened.map(|db| db.expect_err("absent")) {
        assert!(error.is_missing_database());
    }
    assert!(!file.path().exists());
}

#[test]
fn status_as_json() {
    let file = File::new();
    runner(&pair())
        .target(migrate_runtime::Target::Steps(1))
        .up(&mut file.open())
        .expect("applies");
    let mut status = runner(&pair()).status(&mut file.open()).expect("reads");
    status.applied[0].applied_at = Some("2026-01-02T03:04:05.678Z".to_owned());
    status.applied[0].execution_time = Some(1);
    insta::assert_snapshot!(serde_json::to_string_pretty(&status).expect("serializes"), @r#"
    {
      "name": "shop",
      "current": 1,
      "last": 2,
      "applied": [
        {
          "version": 1,
          "name": "m1",
          "appliedAt": "2026-01-02T03:04:05.678Z",
          "executionTime": 1,
          "category": "schema",
          "rollbackClass": "given"
        }
      ],
      "pending": [
        {
          "version": 2,
          "name": "m2",
          "reversible": true
        }
      ],
      "running": [],
      "failed": [],
      "rollingBack": [],
      "kept": [],
      "locked": null,
      "conflicts": [],
      "summary": {
        "total": 2,
        "applied": 1,
        "pending": 1,
        "failed": 0
      }
    }
    "#);
}
