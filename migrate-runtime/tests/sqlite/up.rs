//! Applying.

use migrate_runtime::{Event, Target};

use crate::support::{File, code, runner, set, sql, up, version};

#[test]
fn applies_once() {
    let file = File::new();
    let set = set([
        sql(1, "CREATE TABLE a (x); INSERT INTO a VALUES (1);"),
        sql(5, "CREATE TABLE b (x)"),
    ]);
    assert_eq!(file.up(&set).expect("applies"), [1, 5]);
    assert_eq!(file.up(&set).expect("nothing to do"), [0_i64; 0]);
    assert_eq!(file.text("SELECT count(*) FROM a"), "1");
    assert_eq!(
        file.text("SELECT version, name, status, batch, statements_done, statements_total FROM _migrations"),
        "1,m1,applied,1,2,2;5,m5,applied,1,1,1"
    );
    assert_eq!(
        file.text("SELECT action, version FROM _migrations_log"),
        "created,NULL;applied,1;applied,5"
    );
    let time = file.text("SELECT applied_at FROM _migrations WHERE version = 1");
    assert_eq!(time.replace(|c: char| c.is_ascii_digit(), "0"), "0000-00-00T00:00:00.000Z");
}

#[test]
fn a_start_with_nothing_to_do_writes_nothing() {
    let file = File::new();
    let set = set([sql(1, "CREATE TABLE a (x)")]);
    file.up(&set).expect("applies");
    let before = std::fs::read(file.path()).expect("reads");
    let report = runner(&set).up(&mut file.open()).expect("nothing to do");
    assert!(report.is_empty());
    assert_eq!(report.unchanged, 1);
    assert!(before == std::fs::read(file.path()).expect("reads"));
}

#[test]
fn a_start_reads_the_index_alone() {
    let file = File::new();
    file.up(&set([sql(1, "CREATE TABLE a (x)")])).expect("applies");
    let plan = file.text(
        "EXPLAIN QUERY PLAN SELECT version, status, checksum FROM _migrations WHERE \"set\" = 'shop'",
    );
    assert!(plan.contains("COVERING INDEX _migrations_head"), "{plan}");
}

#[test]
fn targets() {
    let three = || set((1..=3).map(|n| sql(n, &format!("CREATE TABLE t{n} (x)"))));
    let check = |target: Target, expected: &[i64]| {
        let mut db = migrate_runtime::driver::sqlite::Database::in_memory().expect("opens");
        let report = runner(&three()).target(target).up(&mut db).expect("applies");
        let versions: Vec<i64> = report.applied.iter().map(|done| done.version.get()).collect();
        assert_eq!(versions, expected);
    };
    check(Target::Usual, &[1, 2, 3]);
    check(Target::All, &[1, 2, 3]);
    check(Target::To(version(2)), &[1, 2]);
    check(Target::Steps(1), &[1]);
    check(Target::Steps(0), &[]);
    check(Target::Only(vec![version(2)]), &[2]);
}

#[test]
fn a_migration_that_is_named_may_come_late() {
    let file = File::new();
    let two = || [sql(1, "CREATE TABLE a (x)"), sql(3, "CREATE TABLE c (x)")];
    file.up(&set(two())).expect("applies");
    let [one, three] = two();
    let late = set([one, sql(2, "CREATE TABLE b (x)"), three]);
    let report = runner(&late).target(Target::Only(vec![version(2)])).up(&mut file.open());
    assert_eq!(report.expect("applies").applied.len(), 1);
    assert_eq!(file.up(&late).expect("nothing to do"), [0_i64; 0]);
}

#[test]
fn one_transaction_for_all() {
    let file = File::new();
    let set = set([sql(1, "CREATE TABLE a (x)"), sql(2, "CREATE TABLE b (x); nonsense")]);
    let error = runner(&set).single_transaction().up(&mut file.open()).expect_err("fails");
    assert_eq!(error.version(), Some(version(2)));
    assert!(error.report().expect("began").is_empty());
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master"), "0");
}

#[test]
fn two_sets_share_a_database() {
    let file = File::new();
    let mine = set([sql(1, "CREATE TABLE a (x)")]);
    let migrations =
        vec![set([sql(1, "CREATE TABLE other (x)")]).migrations().first().expect("one").clone()];
    let theirs = migrate_runtime::Set::from_migrations("other", "src/other.rs", migrations);
    assert_eq!(file.up(&mine).expect("applies"), [1]);
    assert_eq!(file.up(&theirs).expect("applies"), [1]);
    assert_eq!(file.up(&mine).expect("nothing to do"), [0_i64; 0]);
}

#[test]
fn says_what_it_does() {
    let set = set([sql(1, "CREATE TABLE a (x); CREATE TABLE b (x)"), code(2, |_| Ok(()))]);
    let mut events = Vec::new();
    let mut db = migrate_runtime::driver::sqlite::Database::in_memory().expect("opens");
    let mut listen = |event: &Event| {
        let mut json = serde_json::to_value(event).expect("serializes");
        json.as_object_mut().expect("an object").remove("milliseconds");
        events.push(json.to_string());
    };
    runner(&set).listener(&mut listen).up(&mut db).expect("applies");
    insta::assert_snapshot!(events.join("\n"), @r#"
    {"direction":"up","event":"started","migrations":2,"statements":3}
    {"direction":"up","event":"migrationStarted","name":"m1","statements":2,"version":1}
    {"done":1,"event":"statementDone","total":2,"version":1}
    {"done":2,"event":"statementDone","total":2,"version":1}
    {"direction":"up","event":"migrationDone","name":"m1","version":1}
    {"direction":"up","event":"migrationStarted","name":"m2","statements":1,"version":2}
    {"direction":"up","event":"migrationDone","name":"m2","version":2}
    {"event":"finished","migrations":2}
    "#);
    assert!(up(&set, &mut db).expect("nothing to do").is_empty());
}
