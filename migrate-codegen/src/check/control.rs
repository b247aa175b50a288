//! Transaction control inside a migration: what our own safe path replaces.

use crate::ForeignKeys;
use crate::reader::{Kind, Statement};

/// What is left to run of a list of statements when the runner brings the transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Control {
    /// The statements to run, as indices.
    pub(crate) run: Vec<usize>,
    /// Whether they ask for foreign keys to be off.
    pub(crate) foreign_keys: ForeignKeys,
    /// `ROLLBACK`, which nothing can replace.
    pub(crate) rollbacks: Vec<usize>,
}

/// Separates transaction control from what runs.
///
/// The runner opens and commits the transaction itself and switches foreign keys off before it. So
/// `BEGIN`, `COMMIT` and `PRAGMA foreign_keys` are left out: all statements run in one transaction,
/// or one by one where the migration has none. Every other pragma runs, `defer_foreign_keys` too,
/// which works inside a transaction only.
pub(super) fn control(statements: &[Statement]) -> Control {
    let mut control = Control::default();
    for (at, statement) in statements.iter().enumerate() {
        match statement.kind {
            Kind::Pragma if is_foreign_keys(statement) => {
                if switches_off(statement) {
                    control.foreign_keys = ForeignKeys::Suspend;
                }
            }
            Kind::Begin | Kind::Commit => {}
            Kind::Rollback => control.rollbacks.push(at),
            _ => control.run.push(at),
        }
    }
    control
}

fn is_foreign_keys(statement: &Statement) -> bool {
    statement.object.as_ref().is_some_and(|name| name.is("foreign_keys"))
}

fn switches_off(statement: &Statement) -> bool {
    let off = ["off", "0", "no", "false"];
    let value = statement.value.as_deref().map(|value| value.trim_matches(['\'', '"']));
    value.is_some_and(|value| off.iter().any(|word| value.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    /// What runs of `sql`, and its `ROLLBACK`s.
    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let file = SourceFile::new("1.sql", sql);
        let statements = read(&SqlText::slice(&file, 0..sql.len()), Dialect::Sqlite);
        let found = control(&statements);
        let texts = |list: &[usize]| -> Vec<&str> {
            list.iter().map(|&at| statements[at].text()).collect()
        };
        let suspend = if found.foreign_keys == ForeignKeys::Suspend { " suspend" } else { "" };
        let [run, rollbacks] = [&found.run, &found.rollbacks].map(|list| texts(list).join(" "));
        assert_eq!(format!("{run} | {rollbacks}{suspend}"), expected);
    }

    #[test]
    fn a_wrapping_transaction_is_replaced() {
        check("BEGIN; a; b; COMMIT", "a b | ");
        check("PRAGMA foreign_keys=OFF; BEGIN; a; END; PRAGMA foreign_keys=ON", "a |  suspend");
        check("BEGIN; a; COMMIT; BEGIN; b; COMMIT", "a b | ");
        check("PRAGMA x=1; BEGIN; a; COMMIT", "PRAGMA x=1 a | ");
    }

    #[test]
    fn the_escape_is_replaced() {
        check(
            "COMMIT; PRAGMA foreign_keys = off; BEGIN; a; COMMIT; PRAGMA foreign_keys=1; BEGIN",
            "a |  suspend",
        );
        check("PRAGMA foreign_keys = 'OFF'; a", "a |  suspend");
    }

    #[test]
    fn what_works_inside_a_transaction_runs() {
        check("PRAGMA defer_foreign_keys = on; a", "PRAGMA defer_foreign_keys = on a | ");
        check("a; COMMIT; VACUUM; BEGIN; b", "a VACUUM b | ");
        check("BEGIN; a; ROLLBACK", "a | ROLLBACK");
        check("SAVEPOINT s; a; RELEASE s", "SAVEPOINT s a RELEASE s | ");
        check(
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END; COMMIT",
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END | ",
        );
    }
}
