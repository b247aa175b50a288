//! What has no inverse, and what the refusal says.

use super::*;

#[track_caller]
fn check_refused(up: &str, step: usize, expected: &str) {
    let database = open();
    run(&database, BEFORE);
    let error = infer_on(&database, up).expect_err("no inverse");
    assert_eq!((error.step, error.to_string().as_str()), (step, expected), "{up}");
}

#[test]
fn refused() {
    check_refused(
        "SELECT 1; UPDATE orders SET total = 0",
        1,
        "`UPDATE orders` overwrites values, and the text does not say what they were (hint: let `preserve` keep what was there, write a rollback that sets them back, or declare why there is none with `irreversible`)",
    );
    check_refused(
        "INSERT INTO log VALUES ('a')",
        0,
        "rows are inserted into `log`, which was there before: which of its rows to delete again is not certain (hint: write a rollback that deletes them by their keys, or declare why there is none with `irreversible`)",
    );
    check_refused(
        "DELETE FROM log",
        0,
        "`DELETE FROM log` removes rows, and the text does not say which (hint: write a rollback that inserts them again, or declare why there is none with `irreversible`)",
    );
    check_refused(
        "REPLACE INTO log VALUES ('a')",
        0,
        "`REPLACE INTO log` overwrites rows, and the text does not say what they were (hint: write a rollback that sets them back, or declare why there is none with `irreversible`)",
    );
    check_refused(
        "ALTER TABLE log ADD COLUMN n; UPDATE log SET n = 1, what = 'a'",
        1,
        "`UPDATE log` overwrites values, and the text does not say what they were (hint: write a rollback that sets them back, or declare why there is none with `irreversible`)",
    );
    check_refused(
        "ALTER TABLE \"odd name\" DROP COLUMN \"order\"",
        0,
        "dropping the column `odd name.order` drops its values, and adding it again would bring it back empty and in another place (hint: write a rollback that adds the column and fills it, or declare why there is none with `irreversible`)",
    );
    check_refused(
        "CREATE TABLE n (a, b); INSERT INTO n SELECT * FROM \"odd name\"; DROP TABLE \"odd name\"; ALTER TABLE n RENAME TO \"odd name\"",
        2,
        "`odd name` is dropped after its rows were copied to `n`; making `odd name` again would leave it empty (hint: write the rollback as the same copy the other way round, or declare why there is none with `irreversible`)",
    );
    check_refused(
        "PRAGMA user_version = 7",
        0,
        "`PRAGMA user_version` stays in the file, and the value before is not known (hint: write the rollback with the value that it had)",
    );
    check_refused(
        "ALTER TABLE log ADD COLUMN n; CREATE TRIGGER t AFTER UPDATE ON log BEGIN DELETE FROM orders; END; UPDATE log SET n = 1",
        2,
        "a trigger on `log` may change rows elsewhere (hint: write what undoes them, or declare why nothing does with `irreversible`)",
    );
}
