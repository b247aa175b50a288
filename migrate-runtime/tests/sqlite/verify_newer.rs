//! The proof of rollbacks with rows that were written since.

use migrate_runtime::RollbackClass;
use migrate_runtime::verify::Verify;

use crate::support::{set, sql};

const NOTES: &str = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, stars INTEGER);";
/// A copy of the notes, as a migration that keeps them would make.
const COPY: &str = "CREATE TABLE copy AS SELECT * FROM notes;";

/// What the proof says of a rollback that restores every row while nobody writes.
#[track_caller]
fn check(up: &str, down: &str, expected: &str) {
    let first = sql(1, NOTES).down("DROP TABLE notes").class(RollbackClass::Exact);
    let second = sql(2, up).down(down).class(RollbackClass::Preserved);
    let report = Verify::of(&set([first, second])).run().expect("every migration applies");
    assert!(report.migrations[0].restored, "{report:?}");
    let difference = report.migrations[1].difference.as_deref().unwrap_or_default();
    let newer = "with rows written since: ";
    assert_eq!(difference.strip_prefix(newer).unwrap_or(difference), expected, "{down}");
}

#[test]
fn newer_values_are_overwritten() {
    check(
        &format!("{COPY} UPDATE notes SET text = 'x'"),
        "UPDATE notes SET text = (SELECT text FROM copy WHERE copy.id = notes.id) WHERE id IN \
         (SELECT id FROM copy); DROP TABLE copy",
        "the value of `notes.text` in row (7001), which was written since, is gone",
    );
    check(
        &format!("{COPY} UPDATE notes SET text = 'x'"),
        "UPDATE notes SET text = (SELECT text FROM copy WHERE copy.id = notes.id) WHERE text = 'x'; \
         DROP TABLE copy",
        "",
    );
}

#[test]
fn newer_rows_go() {
    check(
        &format!("{COPY} UPDATE notes SET stars = 0"),
        "DELETE FROM notes WHERE id NOT IN (SELECT id FROM copy); UPDATE notes SET stars = (SELECT \
         stars FROM copy WHERE copy.id = notes.id) WHERE stars = 0; DROP TABLE copy",
        "row (7008) of `notes`, which was written since, is gone",
    );
}

#[test]
fn deleted_rows_are_back() {
    check(
        &format!("{COPY} UPDATE notes SET stars = 0"),
        "INSERT OR IGNORE INTO notes SELECT * FROM copy; UPDATE notes SET stars = (SELECT stars \
         FROM copy WHERE copy.id = notes.id) WHERE stars = 0; DROP TABLE copy",
        "row (7003) of `notes`, which was deleted since, is back",
    );
}

#[test]
fn the_others_are_not_as_before() {
    check(
        &format!("{COPY} UPDATE notes SET stars = 0"),
        "UPDATE notes SET stars = (SELECT stars FROM copy WHERE copy.id = notes.id) WHERE stars = 0 \
         AND (SELECT count(*) FROM notes WHERE id > 7003) = 0; DROP TABLE copy",
        "row (7002) of `notes`, which nobody wrote since, is not as before",
    );
    check(
        &format!("{COPY} DELETE FROM notes WHERE id = 7002"),
        "INSERT INTO notes SELECT * FROM copy WHERE id = 7002 AND (SELECT count(*) FROM notes) = 2 \
         AND NOT EXISTS (SELECT 1 FROM notes WHERE id = 7008); DROP TABLE copy",
        "row (7002) of `notes` does not come back",
    );
}

/// A refusal is no fault, and worth a note.
#[test]
fn what_is_refused_or_asked_about_is_noted() {
    let notes = |up: &str, down: &str| {
        let first = sql(1, NOTES).down("DROP TABLE notes").class(RollbackClass::Exact);
        let second = sql(2, up).down(down).class(RollbackClass::Preserved);
        let report = Verify::of(&set([first, second])).run().expect("every migration applies");
        assert!(report.is_clean(), "{report:?}");
        report.migrations[1].notes.join("\n")
    };
    let narrow = "CREATE TABLE narrow (id INTEGER PRIMARY KEY CHECK (id < 7004), text TEXT); \
                  INSERT INTO narrow SELECT id, text FROM notes; DROP TABLE narrow";
    assert_eq!(
        notes("SELECT 1", narrow),
        "with rows that were added since: rolling back migration 2 `m2` would lose 1 row of `notes`, \
         which the schema before it does not take (hint: change or delete them first): CHECK \
         constraint failed: id < 7004"
    );
    assert_eq!(
        notes("ALTER TABLE notes ADD COLUMN x", "ALTER TABLE notes DROP COLUMN x"),
        "with rows that were changed, deleted, added since: rolling back migration 2 `m2` would delete \
         1 value of `notes.x` (hint: `--backup` copies the database first, `--force` goes without)"
    );
    assert_eq!(notes("ALTER TABLE notes RENAME TO n", "ALTER TABLE n RENAME TO notes"), "");
}

/// What the schema before cannot hold is refused, and the rest is still tried alone.
#[test]
fn what_does_not_fit_is_refused() {
    let narrow = "CREATE TABLE narrow (id INTEGER PRIMARY KEY CHECK (id < 7004), text TEXT, stars \
                  INTEGER); INSERT INTO narrow SELECT id, text, coalesce(stars, 0) FROM notes; DROP \
                  TABLE narrow;";
    let restore = "UPDATE notes SET stars = (SELECT stars FROM copy WHERE copy.id = notes.id) WHERE \
                   stars = 0";
    let up = format!("{COPY} UPDATE notes SET stars = 0");
    check(&up, &format!("{narrow} {restore}; DROP TABLE copy"), "");
    check(
        &up,
        &format!(
            "{narrow} INSERT OR IGNORE INTO notes SELECT * FROM copy; {restore}; DROP TABLE copy"
        ),
        "row (7003) of `notes`, which was deleted since, is back",
    );
}
