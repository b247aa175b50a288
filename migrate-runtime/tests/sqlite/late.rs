//! Migrations that stand before applied ones.

use migrate_runtime::plan::OutOfOrder;
use migrate_runtime::runner::Action;
use migrate_runtime::{Result, Set, Target, exit_code};

use crate::support::{Draft, File, runner, set, shown, sql, version};

const ORDERS: &str = r#"{"writes":["orders"]}"#;
const NOTE: &str = r#"{"writes":["orders.note"],"alters":["orders"]}"#;
const CUSTOMERS: &str = r#"{"reads":["countries"],"writes":["customers"]}"#;

fn orders() -> Draft {
    sql(1, "CREATE TABLE orders (id)").touches(ORDERS)
}

fn customers(number: i64) -> Draft {
    sql(number, "CREATE TABLE customers (id)").touches(CUSTOMERS)
}

fn note(number: i64) -> Draft {
    sql(number, "ALTER TABLE orders ADD COLUMN note").touches(NOTE)
}

fn shipping(number: i64) -> Draft {
    sql(number, "ALTER TABLE orders ADD COLUMN shipping")
        .touches(r#"{"writes":["orders.shipping"],"alters":["orders"]}"#)
}

/// A database with what stands in `ran`.
fn after(ran: impl IntoIterator<Item = Draft>) -> File {
    let file = File::new();
    file.up(&set(ran)).expect("applies");
    file
}

fn up(file: &File, set: &Set, order: OutOfOrder) -> Result<Vec<i64>> {
    let report = runner(set).out_of_order(order).up(&mut file.open())?;
    Ok(report.applied.iter().map(|done| done.version.get()).collect())
}

/// Why `up` refuses; the file stays as it is.
#[track_caller]
fn refused(file: &File, set: &Set, order: OutOfOrder) -> String {
    let bytes = std::fs::read(file.path()).expect("reads");
    let error = up(file, set, order).expect_err("refuses");
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
    assert_eq!(error.exit_code(), exit_code::CONFLICT);
    assert!(error.is_out_of_order());
    shown(&error)
}

#[test]
fn what_touches_nothing_in_common_runs() {
    let file = after([orders(), note(3)]);
    let set = set([orders(), customers(2), note(3), sql(4, "SELECT 1").touches("{}")]);
    let mut db = file.open();
    let plan = runner(&set).plan(&mut db, Action::Up).expect("plans").migrations;
    assert_eq!((plan[0].after, plan[1].after), (Some(version(3)), None));
    let status = runner(&set).status(&mut db).expect("reads");
    assert_eq!((status.pending[0].after, status.conflicts.len()), (Some(version(3)), 0));
    let dry = runner(&set).dry_run(&mut db, Action::Up).expect("plans");
    assert_eq!(dry.late.len(), 1);
    let report = runner(&set).up(&mut db).expect("applies");
    assert_eq!(report.warnings, ["migration 2 `m2` ran late, behind 3"]);
    assert_eq!(report.applied.len(), 2);
}

#[test]
fn what_touches_the_same_is_refused() {
    let file = after([orders(), note(3)]);
    let set = set([orders(), shipping(2), note(3)]);
    insta::assert_snapshot!(refused(&file, &set, OutOfOrder::Footprint), @"migration 2 `m2` is not applied, but the later migration 3 `m3` ran already, and both touch `orders` (hint: give it a version above 3; where their order does not matter, apply it by name with `--only 2`)");
    let status = runner(&set).status(&mut file.open()).expect("reads");
    let json = serde_json::to_string(&status.conflicts).expect("serializes");
    insta::assert_snapshot!(json, @r#"[{"kind":"outOfOrder","version":2,"after":3,"because":{"touched":["orders"]}}]"#);
    assert_eq!(up(&file, &set, OutOfOrder::Allow).expect("applies"), [2]);
}

#[test]
fn all_of_a_run_is_refused_before_it_begins() {
    let file = after([orders(), note(4)]);
    let set = set([orders(), customers(2), shipping(3), note(4)]);
    assert!(refused(&file, &set, OutOfOrder::Footprint).starts_with("migration 3 `m3`"));
    let to = runner(&set).target(Target::To(version(2))).up(&mut file.open()).expect("applies");
    assert_eq!(to.applied.len(), 1, "what stands behind the target is not asked about");
}

#[test]
fn what_is_not_known_meets_everything() {
    let unknown = || sql(3, "CREATE TABLE t3 (x)");
    let file = after([orders(), unknown()]);
    let late = |number| set([orders(), customers(number), unknown()]);
    insta::assert_snapshot!(refused(&file, &late(2), OutOfOrder::Footprint), @"migration 2 `m2` is not applied, but the later migration 3 `m3` ran already, and what 3 touched cannot be told (hint: give it a version above 3; where their order does not matter, apply it by name with `--only 2`)");
    let file = after([orders(), note(3)]);
    let all = r#"{"reads":["*"],"writes":["*","customers"]}"#;
    let late = set([orders(), customers(2).touches(all), note(3)]);
    insta::assert_snapshot!(refused(&file, &late, OutOfOrder::Footprint), @"migration 2 `m2` is not applied, but the later migration 3 `m3` ran already, and what 2 touches cannot be told (hint: give it a version above 3; where their order does not matter, apply it by name with `--only 2`)");
}

#[test]
fn the_row_and_the_set_say_what_was_touched() {
    let file = after([orders(), note(3)]);
    let late = set([orders(), customers(2), note(3)]);
    let wrote = |value: &str| {
        file.run(&format!("UPDATE _migrations SET footprint = {value} WHERE version = 3"));
    };
    for (value, what) in [
        (r#"'{"writes":["countries"]}'"#, "countries"),
        (r#"'{"later":["x"]}'"#, "cannot be told"),
        ("'no json'", "cannot be told"),
    ] {
        wrote(value);
        assert!(refused(&file, &late, OutOfOrder::Footprint).contains(what), "{value}");
    }
    wrote("NULL");
    assert_eq!(up(&file, &late, OutOfOrder::Footprint).expect("the set knows"), [2]);
}

#[test]
fn what_an_applied_one_depends_on_is_refused() {
    let file = after([orders(), note(3)]);
    let late = set([orders(), customers(2), note(3).needs(&[1, 2])]);
    let error = refused(&file, &late, OutOfOrder::Allow);
    insta::assert_snapshot!(error, @"migration 2 `m2` is not applied, but the later migration 3 `m3`, which depends on it, ran already (hint: roll 3 back first, or apply it by name with `--only 2`)");
    assert_eq!(refused(&file, &late, OutOfOrder::Footprint), error);
    let by_name = runner(&late).target(Target::Only(vec![version(2)]));
    assert_eq!({ by_name }.up(&mut file.open()).expect("applies").applied.len(), 1);

    let file = after([orders(), note(3)]);
    file.run("UPDATE _migrations SET depends_on = '[1,2]' WHERE version = 3");
    let late = set([orders(), customers(2), note(3)]);
    assert_eq!(refused(&file, &late, OutOfOrder::Footprint), error, "the row says so too");
}

#[test]
fn late_migrations_can_be_refused_all() {
    let file = after([orders(), note(3), sql(9, "SELECT 1").touches("{}")]);
    let set = set([orders(), customers(2), note(3), sql(9, "SELECT 1").touches("{}")]);
    insta::assert_snapshot!(refused(&file, &set, OutOfOrder::Refuse), @"migration 2 `m2` is not applied, but the later migration 9 `m9` ran already, and late migrations are refused (hint: give it a version above 9; where their order does not matter, apply it by name with `--only 2`)");
}

#[test]
fn what_stands_half_way_counts_as_run() {
    let half = || sql(3, "SELECT 1; SELECT * FROM nowhere").outside().touches(ORDERS);
    let file = after([orders()]);
    file.up(&set([orders(), half()])).expect_err("there is no such table");
    let late = set([orders(), note(2), half()]);
    assert!(refused(&file, &late, OutOfOrder::Footprint).contains("touch `orders.note`"));
}

#[test]
fn a_rolled_back_one_is_late_like_any_other() {
    let file = after([orders(), customers(2).down("DROP TABLE customers"), note(3)]);
    let set = set([orders(), customers(2).down("DROP TABLE customers"), note(3)]);
    let only = runner(&set).target(Target::Only(vec![version(2)]));
    { only }.down(&mut file.open()).expect("rolls back");
    assert_eq!(up(&file, &set, OutOfOrder::Footprint).expect("applies"), [2]);
    let only = runner(&set).target(Target::Only(vec![version(2)]));
    let redone = { only }.out_of_order(OutOfOrder::Refuse).redo(&mut file.open());
    assert_eq!(redone.expect("is named").applied.len(), 1);
}
