//! Transaction control inside a migration: what our own safe path replaces.

use crate::ForeignKeys;
use crate::reader::{Kind, Statement};

/// What is left to run of a list of statements when the runner brings the transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// The statements to run, as indices.
    pub run: Vec<usize>,
    /// Whether they ask for foreign keys to be off.
    pub foreign_keys: ForeignKeys,
    /// `BEGIN` and `COMMIT` that are left out although they do not merely repeat the transaction of
    /// the runner: something would run outside of it.
    pub loose: Vec<usize>,
    /// `ROLLBACK`, which nothing can replace.
    pub rollbacks: Vec<usize>,
}

/// Separates transaction control from what runs.
///
/// The runner opens and commits the transaction itself and switches foreign keys off before it.
/// So a `BEGIN .. COMMIT` around everything, a `COMMIT; .. BEGIN` with nothing but pragmas of ours
/// in between, and `PRAGMA foreign_keys` or `defer_foreign_keys` are left out without changing what
/// the migration does. Any other `BEGIN` or `COMMIT` is left out too, and listed as loose.
#[must_use]
pub fn control(statements: &[Statement]) -> Control {
    let mut control = Control::default();
    let mut pending = None;
    for (at, statement) in statements.iter().enumerate() {
        match statement.kind {
            Kind::Pragma if is_foreign_keys(statement) => {
                if switches_off(statement) {
                    control.foreign_keys = ForeignKeys::Suspend;
                }
            }
            // Pragmas set the stage; they do not mind on which side of a `BEGIN` they stand.
            Kind::Pragma => control.run.push(at),
            Kind::Begin => {
                let begun = control.run.iter().any(|&at| statements[at].kind != Kind::Pragma);
                if pending.take().is_none() && begun {
                    control.loose.push(at);
                }
            }
            Kind::Commit => control.loose.extend(pending.replace(at)),
            Kind::Rollback => control.rollbacks.push(at),
            _ => {
                control.loose.extend(pending.take());
                control.run.push(at);
            }
        }
    }
    control
}

fn is_foreign_keys(statement: &Statement) -> bool {
    let name = statement.object.as_ref();
    name.is_some_and(|name| name.is("foreign_keys") || name.is("defer_foreign_keys"))
}

fn switches_off(statement: &Statement) -> bool {
    let off = ["off", "0", "no", "false"];
    let value = statement.value.as_deref().map(|value| value.trim_matches(['\'', '"']));
    statement.object.as_ref().is_some_and(|name| name.is("foreign_keys"))
        && value.is_some_and(|value| off.iter().any(|word| value.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    /// `sql` runs its single letters; loose and rollback statements are named by kind.
    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let file = SourceFile::new("1.sql", sql);
        let statements = read(&SqlText::slice(&file, 0..sql.len()), Dialect::Sqlite);
        let found = control(&statements);
        let texts = |list: &[usize]| -> Vec<&str> {
            list.iter().map(|&at| statements[at].text()).collect()
        };
        let suspend = if found.foreign_keys == ForeignKeys::Suspend { " suspend" } else { "" };
        let [run, loose, rollbacks] =
            [&found.run, &found.loose, &found.rollbacks].map(|list| texts(list).join(" "));
        assert_eq!(format!("{run} | {loose} | {rollbacks}{suspend}"), expected);
    }

    #[test]
    fn a_wrapping_transaction_is_replaced() {
        check("BEGIN; a; b; COMMIT", "a b |  | ");
        check("PRAGMA foreign_keys=OFF; BEGIN; a; END; PRAGMA foreign_keys=ON", "a |  |  suspend");
        check("BEGIN; a; COMMIT; BEGIN; b; COMMIT", "a b |  | ");
        check("PRAGMA x=1; BEGIN; a; COMMIT", "PRAGMA x=1 a |  | ");
    }

    #[test]
    fn the_escape_is_replaced() {
        check(
            "COMMIT; PRAGMA foreign_keys = off; BEGIN; a; COMMIT; PRAGMA foreign_keys=1; BEGIN",
            "a |  |  suspend",
        );
        check("PRAGMA defer_foreign_keys = on; a", "a |  | ");
        check("PRAGMA foreign_keys = 'OFF'; a", "a |  |  suspend");
    }

    #[test]
    fn the_rest_is_loose() {
        check("a; COMMIT; VACUUM; BEGIN; b", "a VACUUM b | COMMIT BEGIN | ");
        check("a; BEGIN; b; COMMIT", "a b | BEGIN | ");
        check("BEGIN; a; ROLLBACK", "a |  | ROLLBACK");
        check("SAVEPOINT s; a; RELEASE s", "SAVEPOINT s a RELEASE s |  | ");
    }
}
