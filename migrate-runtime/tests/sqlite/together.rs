//! What a migration does and what the history says of it stay together, whatever fails.

use crate::support::{Draft, File, set, shown, sql};

/// Applies the migrations while the history refuses the row that `when` describes.
#[track_caller]
fn refused(when: &str, drafts: &[Draft]) -> File {
    let file = File::new();
    let set = set(drafts.to_vec());
    let first = crate::support::set([drafts[0].clone()]);
    file.up(&first).expect("applies");
    file.run(&format!(
        "CREATE TRIGGER refuse BEFORE INSERT ON _migrations WHEN {when} \
         BEGIN SELECT RAISE(ABORT, 'not written'); END"
    ));
    let error = file.up(&set).expect_err("the history is not written");
    assert!(shown(&error).contains("not written"), "{}", shown(&error));
    file.run("DROP TRIGGER refuse");
    file
}

fn drafts() -> [Draft; 2] {
    let text = "CREATE TABLE b (x); INSERT INTO b VALUES (1); INSERT INTO b VALUES (2)";
    [sql(1, "CREATE TABLE a (x)"), sql(2, text)]
}

#[test]
fn without_its_row_nothing_of_a_migration_stays() {
    let file = refused("NEW.version = 2", &drafts());
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master WHERE name = 'b'"), "0");
    assert_eq!(file.up(&set(drafts())).expect("applies"), [2]);
    assert_eq!(file.text("SELECT * FROM b"), "1;2");
}

#[test]
fn without_its_count_a_statement_does_not_stay() {
    let [first, second] = drafts();
    let drafts = [first, second.outside()];
    let file = refused("NEW.version = 2 AND NEW.statements_done = 2", &drafts);
    assert_eq!(file.text("SELECT count(*) FROM b"), "0");
    assert_eq!(file.text("SELECT statements_done FROM _migrations WHERE version = 2"), "1");
    assert_eq!(file.up(&set(drafts)).expect("goes on"), [2]);
    assert_eq!(file.text("SELECT * FROM b"), "1;2");
}

#[test]
fn with_its_count_the_commit_of_an_own_transaction_stays() {
    let text = "BEGIN; CREATE TABLE b (x); INSERT INTO b VALUES (1); COMMIT; SELECT 1";
    let drafts = [sql(1, "CREATE TABLE a (x)"), sql(2, text).outside()];
    let file = refused("NEW.version = 2 AND NEW.statements_done = 4", &drafts);
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master WHERE name = 'b'"), "0");
    assert_eq!(file.up(&set(drafts)).expect("goes on"), [2]);
    assert_eq!(file.text("SELECT * FROM b"), "1");
}
