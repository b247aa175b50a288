//! What cannot be kept, and what the refusal says.

use super::*;

/// The message and its help.
#[track_caller]
fn check_refused(up: &str, expected: &str) {
    let report = report(up);
    let found = report.problems.iter().filter(|it| it.code == "preserve");
    let found: Vec<_> = found
        .map(|it| format!("{} (hint: {})", it.message, it.help.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(found, [expected], "{up}");
}

#[test]
fn refusals() {
    check_refused(
        "UPDATE keyless SET b = 'y'",
        "`preserve` is not possible here: `keyless` has no primary key: nothing tells which of its \
         rows is which (hint: give it a primary key in an earlier migration, or write the rollback \
         instead)",
    );
    check_refused(
        "UPDATE pets SET id = id + 10, name = 'x'",
        "`preserve` is not possible here: the key of `pets` (`id`) does not stay as it is, and \
         nothing else tells its rows apart (hint: write the rollback instead of `preserve`)",
    );
    check_refused(
        "UPDATE pets SET rowid = rowid + 10",
        "`preserve` is not possible here: the key of `pets` (`id`) does not stay as it is, and \
         nothing else tells its rows apart (hint: write the rollback instead of `preserve`)",
    );
    check_refused(
        "INSERT INTO words SELECT name FROM pets",
        "`preserve` is not possible here: `words` is a virtual table, and what it holds is not all \
         in its columns (hint: write the rollback instead of `preserve`)",
    );
    check_refused(
        "CREATE INDEX i ON pets (name)",
        "`preserve` is not possible here: there is nothing to keep: the rollback brings everything \
         back without it (hint: remove `preserve`)",
    );
    check_refused(
        "CREATE TEMP TABLE pets (x); UPDATE main.pets SET name = 'x'",
        "`preserve` is not possible here: `pets` is a temporary table and another one too (hint: give \
         the temporary table a name of its own, or write the rollback yourself)",
    );
    check_refused(
        "PRAGMA user_version = 3; DROP TABLE pets",
        "`preserve` is not possible here: `PRAGMA user_version` stays in the file, and the value \
         before is not known (hint: write the rollback with the value that it had)",
    );
}

#[test]
fn a_kept_table_fits_into_d1() {
    let columns: Vec<String> = (0..60).map(|at| format!("c{at} INT")).collect();
    let wide = format!("CREATE TABLE wide (id INTEGER PRIMARY KEY, {})", columns.join(", "));
    let messages = |up, dialect| {
        let report = report_after(&wide, up, dialect);
        let refused = report.problems.into_iter().filter(|it| it.code == "preserve");
        refused.map(|it| it.message).collect::<Vec<_>>()
    };
    let up = "REPLACE INTO wide (id) VALUES (1)";
    assert!(messages(up, Dialect::Sqlite).is_empty());
    assert!(messages("DELETE FROM wide WHERE c1 = 2", Dialect::D1).is_empty());
    assert_eq!(
        messages(up, Dialect::D1),
        [
            "`preserve` is not possible here: what is kept of `wide` has 122 columns, and a table of \
          D1 has at most 100"
        ]
    );
}
