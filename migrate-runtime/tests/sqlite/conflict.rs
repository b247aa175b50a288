//! Histories that contradict the set.

use migrate_runtime::{Error, Target, exit_code};

use crate::support::{Draft, File, runner, set, shown, sql, version};

fn table(number: i64) -> Draft {
    sql(number, &format!("CREATE TABLE t{number} (x)"))
}

/// Applies `before`, then tries `after`; nothing may change.
fn conflict(
    before: impl IntoIterator<Item = Draft>,
    after: impl IntoIterator<Item = Draft>,
) -> Error {
    let file = File::new();
    file.up(&set(before)).expect("applies");
    let bytes = std::fs::read(file.path()).expect("reads");
    let error = file.up(&set(after)).expect_err("conflicts");
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
    assert_eq!(error.exit_code(), exit_code::CONFLICT);
    error
}

fn dated(error: &Error) -> String {
    shown(error).replace(|c: char| c.is_ascii_digit(), "0")
}

#[test]
fn edited() {
    let error = conflict([table(1)], [sql(1, "CREATE TABLE t1 (y)"), table(2)]);
    assert!(error.is_edited());
    assert_eq!(error.version(), Some(version(1)));
    insta::assert_snapshot!(dated(&error), @"migration 0 `m0` was edited after it was applied on 0000-00-00 (hint: restore its text and put the change into a new migration, or accept the new text with `repair 0`)");
}

#[test]
fn missing() {
    let error = conflict([table(1), table(2), table(3)], [table(1), table(3)]);
    assert!(error.is_missing());
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` is applied, but the set does not have it any more (hint: restore it; an applied migration stays in its set)");
}

#[test]
fn out_of_order() {
    let error = conflict([table(1), table(3)], [table(1), table(2), table(3)]);
    assert!(error.is_out_of_order());
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` is not applied, but the later migration 3 `m3` ran already, and what 2 touches cannot be told (hint: give it a version above 3; where their order does not matter, apply it by name with `--only 2`)");
}

#[test]
fn newer() {
    let error = conflict([table(1), table(2), table(3)], [table(1), table(2)]);
    assert!(error.is_newer());
    insta::assert_snapshot!(shown(&error), @"migration 3 `m3` is applied, and this program knows migrations only up to 2 (hint: run the newer program)");
}

#[test]
fn a_dependency_that_is_not_applied() {
    let file = File::new();
    let set = set([table(1), table(2).needs(&[1])]);
    let mut runner = runner(&set).target(Target::Only(vec![version(2)]));
    let error = runner.up(&mut file.open()).expect_err("refused");
    assert_eq!(error.exit_code(), exit_code::USAGE);
    insta::assert_snapshot!(shown(&error), @"migration 2 `m2` depends on migration 1, which is not applied (hint: apply 1 first)");
}

#[test]
fn a_version_that_does_not_exist() {
    let file = File::new();
    let set = set([table(1)]);
    for target in [Target::To(version(9)), Target::Only(vec![version(9)])] {
        let error = runner(&set).target(target).up(&mut file.open()).expect_err("refused");
        assert!(error.is_unknown_version());
    }
}

#[test]
fn status_lists_conflicts() {
    let file = File::new();
    file.up(&set([table(1), table(3), table(4)])).expect("applies");
    let now = set([sql(1, "CREATE TABLE t1 (y)"), table(2), table(3)]);
    let status = runner(&now).status(&mut file.open()).expect("reads");
    let json = serde_json::to_string(&status.conflicts).expect("serializes");
    insta::assert_snapshot!(json, @r#"[{"kind":"edited","version":1},{"kind":"newer","version":4},{"kind":"outOfOrder","version":2,"after":3,"because":{"opaque":2}}]"#);
}
