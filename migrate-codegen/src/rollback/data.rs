//! Changes of rows: most have no inverse, some need none.

use super::keyed::inserted;
use super::ledger::{Effect, Ledger, Refusal};
use crate::Dialect;
use crate::catalog::Table;
use crate::change::{Before, Object, OnConflict, Step, Write};
use crate::reader::Kind;

/// Pragmas that change the database file for good.
const LASTING: &[&str] = &["user_version", "application_id", "writable_schema"];

/// Rows of a table that falls with the rollback need no inverse, and neither do values of a column
/// that does.
pub(super) fn changed(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let table = step.object();
    let triggers = || step.belongings(Object::Trigger).map(|it| it.name.as_str());
    let fires = (ledger.has_trigger_on(table) || triggers().next().is_some())
        && !ledger.stays_inside(triggers());
    let made = ledger.has_made(Object::Table, table);
    match (made || sets_only_added(step, ledger), fires) {
        (true, false) if !made && step.before == Before::Unknown => {
            let why = format!("the text does not say whether `{table}` has triggers");
            Err(Refusal::unseen(why))
        }
        (true, false) => Ok(()),
        (true, true) => Err(fires_elsewhere(step)),
        (false, _) if step.kind() == Kind::Insert && ledger.dialect().is_sqlite() && !fires => {
            let mut rows = inserted(step)?;
            // What an added column holds is counted where the column is dropped.
            rows.map(|it| (!ledger.has_added(table, it)).then(|| it.to_owned()));
            ledger.undo(Effect::Objects, rows.deletions(table));
            Ok(())
        }
        (false, _) => Err(lost(step)),
    }
}

/// A `PRAGMA` undoes itself with the connection, unless the file keeps it.
pub(super) fn pragma(step: &Step<'_>) -> Result<(), Refusal> {
    let lasts = LASTING.iter().any(|name| step.concerns(name));
    if lasts && step.statement.value.is_some() {
        return Err(Refusal::new(
            format!(
                "`PRAGMA {}` stays in the file, and the value before is not known",
                step.object()
            ),
            "write the rollback with the value that it had",
        ));
    }
    Ok(())
}

fn sets_only_added(step: &Step<'_>, ledger: &Ledger<'_>) -> bool {
    let Some(write) = Write::read(step.statement).filter(|_| step.kind() == Kind::Update) else {
        return false;
    };
    write.conflict == OnConflict::Keep
        && !write.set.is_empty()
        && write.set.iter().all(|column| ledger.has_added(step.object(), column))
}

/// A trigger may change rows of other tables.
pub(super) fn fires_elsewhere(step: &Step<'_>) -> Refusal {
    Refusal::new(
        format!("a trigger on `{}` may change rows elsewhere", step.object()),
        "write what undoes them, or declare why nothing does with `irreversible`",
    )
}

pub(super) fn lost(step: &Step<'_>) -> Refusal {
    let table = step.object();
    let (why, undoes) = match step.kind() {
        Kind::Insert => (
            format!(
                "rows are inserted into `{table}`, which was there before: which of its rows to delete again is not certain"
            ),
            "deletes them by their keys",
        ),
        Kind::Update => (
            format!("`UPDATE {table}` overwrites values, and the text does not say what they were"),
            "sets them back",
        ),
        Kind::Delete => (
            format!("`DELETE FROM {table}` removes rows, and the text does not say which"),
            "inserts them again",
        ),
        _ => (
            format!(
                "`REPLACE INTO {table}` overwrites rows, and the text does not say what they were"
            ),
            "sets them back",
        ),
    };
    let keep = match step.kind() {
        _ if !can_be_kept(step) => "",
        Kind::Insert => "let `preserve` remember which they are, ",
        _ => "let `preserve` keep what was there, ",
    };
    let write = format!(
        "{keep}write a rollback that {undoes}, or declare why there is none with `irreversible`"
    );
    Refusal::new(why, write)
}

/// Whether `preserve` may find the rows again, as far as anybody looked.
fn can_be_kept(step: &Step<'_>) -> bool {
    let dialect = step.statement.dialect();
    let stored = step.existing(Object::Table).and_then(|table| table.sql.as_deref());
    let has_key = |sql| Table::read(sql, dialect).is_some_and(|it| !it.keys().is_empty());
    dialect != Dialect::DuckDb && stored.is_none_or(has_key)
}
