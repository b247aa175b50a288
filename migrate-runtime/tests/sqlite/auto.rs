//! The start of an application. What the variables say is tested beside their reading.

use migrate_runtime::runner::{AfterFailure, AtStart, Auto, Started};
use migrate_runtime::{Set, Sqlite};

use crate::support::{File, runner, set, sql, version};

fn auto(set: &Set) -> Auto<'static, Sqlite> {
    Auto::with(runner(set))
}

fn table(number: i64) -> crate::support::Draft {
    sql(number, &format!("CREATE TABLE t{number} (x)"))
}

#[test]
fn it_looks_unless_it_is_to_migrate() {
    let file = File::new();
    let two = set([table(1), table(2)]);
    let looked = auto(&two).up(&mut file.open()).expect("starts");
    assert!(
        matches!(&looked, Started::Looked { pending } if *pending == [version(1), version(2)]),
        "{looked:?}"
    );
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master"), "0");
    let migrated = auto(&two).at_start(AtStart::Migrate).up(&mut file.open()).expect("starts");
    assert!(matches!(&migrated, Started::Migrated(report) if report.applied.len() == 2));
    let looked = auto(&two).up(&mut file.open()).expect("starts");
    assert!(matches!(&looked, Started::Looked { pending } if pending.is_empty()));
}

#[test]
fn a_newer_database_is_no_error() {
    let file = File::new();
    file.up(&set([table(1), table(2)])).expect("applies");
    let before = file.text("SELECT * FROM _migrations_log");
    let older = set([table(1)]);
    for at_start in [AtStart::Look, AtStart::Migrate] {
        let mut auto = auto(&older).at_start(at_start).after_failure(AfterFailure::Stop);
        let started = auto.up(&mut file.open()).expect("starts");
        assert!(matches!(&started, Started::DatabaseNewer(error) if error.is_newer()));
    }
    assert_eq!(file.text("SELECT * FROM _migrations_log"), before);
}

#[test]
fn a_failure_stops_it_only_on_request() {
    let file = File::new();
    let broken = set([table(1), sql(2, "nonsense")]);
    let mut starts = auto(&broken).at_start(AtStart::Migrate);
    let started = starts.up(&mut file.open()).expect("starts all the same");
    assert!(
        matches!(&started, Started::Failed(error) if error.version() == Some(version(2))),
        "{started:?}"
    );
    let mut stops = auto(&broken).at_start(AtStart::Migrate).after_failure(AfterFailure::Stop);
    let error = stops.up(&mut file.open()).expect_err("does not start");
    assert_eq!(error.version(), Some(version(2)));
    assert_eq!(file.text("SELECT group_concat(version) FROM _migrations"), "1");
}
