//! What `IF NOT EXISTS` finds.

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::{RollbackClass, exit_code};

use crate::support::{File, runner, set, shown, sql};

#[test]
fn a_rollback_never_removes_what_was_there_before() {
    let file = File::new();
    file.run("CREATE TABLE Mine (x); INSERT INTO mine VALUES (1)");
    let one = set([sql(
        1,
        "CREATE TABLE IF NOT EXISTS mine (x); CREATE TABLE IF NOT EXISTS other (x); \
         CREATE INDEX IF NOT EXISTS i ON mine (x)",
    )
    .down("DROP INDEX i; DROP TABLE other; DROP TABLE IF EXISTS \"mine\"")]);
    let report = runner(&one).up(&mut file.open()).expect("applies");
    assert_eq!(report.applied[0].kept, ["mine"]);
    let report = runner(&one).down(&mut file.open()).expect("rolls back, and loses nothing");
    assert_eq!(report.rolled_back[0].kept, ["mine"]);
    assert_eq!(file.text("SELECT * FROM mine"), "1");
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master WHERE name IN ('other', 'i')"), "0");
}

/// Making a table again does not undo what a migration changes in one that was there.
#[test]
fn what_it_changed_in_what_was_there() {
    let up = "CREATE TABLE IF NOT EXISTS mine (x); ALTER TABLE mine ADD COLUMN y; \
              CREATE TABLE IF NOT EXISTS other (x); INSERT INTO other VALUES (1)";
    let inferred = sql(1, up).down("DROP TABLE other; DROP TABLE mine").class(RollbackClass::Exact);
    let one = set([inferred]);
    let file = File::new();
    file.run("CREATE TABLE Mine (x)");
    runner(&one).up(&mut file.open()).expect("applies");
    for mut runner in [runner(&one), runner(&one).force()] {
        let error = runner.down(&mut file.open()).expect_err("the column would stay");
        let expected = "cannot be rolled back: `mine` was there before it, so its rollback keeps the \
                        table, and what it changed there would stay";
        assert!(shown(&error).contains(expected), "{}", shown(&error));
        assert_eq!(error.exit_code(), exit_code::UNSAFE);
    }
    assert_eq!(file.text("SELECT count(*) FROM other"), "1");
    let file = File::new();
    runner(&one).up(&mut file.open()).expect("applies");
    runner(&one).force().down(&mut file.open()).expect("rolls back what it made");
}

#[test]
fn what_it_created_itself_goes() {
    let mut db = Database::in_memory().expect("opens");
    let one = set([sql(1, "CREATE TABLE IF NOT EXISTS a (x)").down("DROP TABLE a")]);
    assert!(runner(&one).up(&mut db).expect("applies").applied[0].kept.is_empty());
    assert_eq!(runner(&one).down(&mut db).expect("rolls back").rolled_back[0].statements, 1);
}
