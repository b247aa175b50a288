//! Rebuilding a table that others reference.

use rusqlite::Connection;

use crate::support::{Draft, File, one, runner, set, shown, sql, up};

const REBUILD: &str = "
    CREATE TABLE p_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '');
    INSERT INTO p_new (id) SELECT id FROM p;
    DROP TABLE p;
    ALTER TABLE p_new RENAME TO p;";

fn parents_and_children(action: &str) -> Draft {
    sql(
        1,
        &format!(
            "CREATE TABLE p (id INTEGER PRIMARY KEY);
             CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) {action});
             INSERT INTO p VALUES (1), (2);
             INSERT INTO c VALUES (10, 1), (20, 2);"
        ),
    )
}

#[test]
fn every_child_row_stays() {
    for action in ["", "ON DELETE CASCADE", "ON DELETE SET NULL"] {
        for setting in ["ON", "OFF"] {
            // Found by the statement's own drops, and as the compiler would say it.
            for rebuild in [sql(2, REBUILD), sql(2, REBUILD).suspend()] {
                let mut connection = Connection::open_in_memory().expect("opens");
                let pragma = format!("PRAGMA foreign_keys = {setting}");
                connection.execute_batch(&pragma).expect("sets");
                let mut db = migrate_runtime::driver::sqlite::Database::borrow(&mut connection);
                up(&set([parents_and_children(action), rebuild]), &mut db).expect("applies");
                assert_eq!(one(&connection, "SELECT * FROM c"), "10,1;20,2", "{action} {setting}");
                assert_eq!(one(&connection, "SELECT * FROM p"), "1,;2,");
                let now = one(&connection, "PRAGMA foreign_keys");
                assert_eq!(now, if setting == "ON" { "1" } else { "0" });
            }
        }
    }
}

#[test]
fn a_rebuild_that_orphans_rows_fails_and_is_rolled_back() {
    let lossy = REBUILD.replace("FROM p;", "FROM p WHERE id = 1;");
    for setting in [true, false] {
        let mut connection = Connection::open_in_memory().expect("opens");
        connection.pragma_update(None, "foreign_keys", setting).expect("sets");
        let mut db = migrate_runtime::driver::sqlite::Database::borrow(&mut connection);
        let set = set([parents_and_children("ON DELETE CASCADE"), sql(2, &lossy)]);
        let error = up(&set, &mut db).expect_err("orphans");
        insta::allow_duplicates!(
            insta::assert_snapshot!(shown(&error), @"migration 2 `m2` would leave 1 row of `c` without its row in `p` (hint: keep the rows they refer to, or change the references in the same migration)")
        );
        assert_eq!(one(&connection, "SELECT * FROM p"), "1;2");
        assert_eq!(one(&connection, "SELECT * FROM c"), "10,1;20,2");
        assert_eq!(one(&connection, "PRAGMA foreign_keys"), i64::from(setting).to_string());
    }
}

#[test]
fn a_cascade_inside_a_suspended_migration_is_not_lost_silently() {
    let file = File::new();
    let relies = format!("{REBUILD} DELETE FROM p WHERE id = 2;");
    let error = file.up(&set([parents_and_children("ON DELETE CASCADE"), sql(2, &relies)]));
    assert!(shown(&error.expect_err("orphans")).contains("would leave 1 row of `c`"));
    assert_eq!(file.text("SELECT count(*) FROM c"), "2");
}

#[test]
fn cascades_of_a_data_step_work() {
    let file = File::new();
    let set =
        set([parents_and_children("ON DELETE CASCADE"), sql(2, "DELETE FROM p WHERE id = 2")]);
    file.up(&set).expect("applies");
    assert_eq!(file.text("SELECT * FROM c"), "10,1");
}

#[test]
fn old_violations_are_told_and_stay() {
    let file = File::new();
    file.up(&set([parents_and_children("")])).expect("applies");
    file.run("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (30, 99)");
    let report = runner(&set([parents_and_children(""), sql(2, REBUILD)])).up(&mut file.open());
    let report = report.expect("applies");
    insta::assert_snapshot!(report.warnings.join("\n"), @"1 row of `c` referred to nothing in `p` before, and still does");
    assert_eq!(file.text("SELECT count(*) FROM c"), "3");
}

#[test]
fn a_new_violation_beside_an_old_one_fails() {
    let file = File::new();
    file.up(&set([parents_and_children("")])).expect("applies");
    file.run("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (30, 99)");
    let swap = format!("{REBUILD} DELETE FROM c WHERE id = 30; DELETE FROM p WHERE id = 1;");
    file.up(&set([parents_and_children(""), sql(2, &swap)])).expect_err("orphans");
    assert_eq!(file.text("SELECT count(*) FROM c"), "3");
}

#[test]
fn single_transaction_too() {
    let file = File::new();
    let set = set([parents_and_children("ON DELETE CASCADE"), sql(2, REBUILD).suspend()]);
    runner(&set).single_transaction().up(&mut file.open()).expect("applies");
    assert_eq!(file.text("SELECT * FROM c"), "10,1;20,2");
}

#[test]
fn a_parent_without_a_key_does_not_stop_other_rebuilds() {
    let file = File::new();
    file.run("PRAGMA foreign_keys = OFF; CREATE TABLE q (x); CREATE TABLE r (x REFERENCES q (x)); INSERT INTO r VALUES (1)");
    let report = runner(&set([parents_and_children(""), sql(2, REBUILD)]))
        .up(&mut file.open())
        .expect("applies");
    assert_eq!(report.warnings.len(), 1, "{:?}", report.warnings);
}
