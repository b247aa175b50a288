//! Undoing `CREATE TABLE`, `DROP TABLE` and `RENAME TO`.

use super::ledger::{Effect, Ledger, Refusal};
use super::stored::{Dropped, dropped as look_up, is_there};
use crate::change::{Object, Step, name_sql, quoted};
use crate::reader::Lifetime;

pub(super) fn created(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let name = step.statement.object.as_ref().ok_or_else(|| Refusal::unread(step))?;
    let is_temporary = step.statement.lifetime == Lifetime::Temporary;
    if is_temporary && step.existing(Object::Table).is_some() {
        return Err(Refusal::hides(step));
    }
    if is_there(step, Object::Table)? {
        return Ok(());
    }
    // Elsewhere a schema may have a table of the same name.
    if ledger.dialect().is_sqlite() && ledger.has_made(Object::Table, &name.name) {
        return Err(Refusal::hides(step));
    }
    // A temporary table may be gone with its connection.
    let drop = match step.statement.lifetime {
        Lifetime::Permanent => {
            format!("DROP TABLE {}", name_sql(name, step.text, ledger.dialect()))
        }
        Lifetime::Temporary => {
            format!("DROP TABLE IF EXISTS temp.{}", quoted(&name.name, ledger.dialect()))
        }
    };
    ledger.make(Object::Table, &name.name, drop);
    Ok(())
}

pub(super) fn dropped(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let name = step.object();
    let is_kept = !ledger.has_made(Object::Table, name);
    if let Some(copy) = ledger.copy_of(name).filter(|_| is_kept) {
        return Err(Refusal::new(
            format!(
                "`{name}` is dropped after its rows were copied to `{copy}`; making `{name}` again \
                 would leave it empty"
            ),
            "write the rollback as the same copy the other way round, or declare why there is none \
             with `irreversible`",
        ));
    }
    if let Dropped::Texts(texts) = look_up(step, Object::Table, ledger)? {
        ledger.fall(name);
        ledger.undo(Effect::Objects, texts);
        ledger.loses_rows_of(name);
    }
    Ok(())
}

pub(super) fn renamed(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let (Some(old), Some(new)) = (&step.statement.object, &step.statement.to) else {
        return Err(Refusal::unread(step));
    };
    // The new name has no schema of its own: the table stays in that of the old one.
    let dialect = ledger.dialect();
    let mut now = new.clone();
    now.schema.clone_from(&old.schema);
    let mut bare = old.clone();
    bare.schema = None;
    let undo = format!(
        "ALTER TABLE {} RENAME TO {}",
        name_sql(&now, step.text, dialect),
        name_sql(&bare, step.text, dialect)
    );
    ledger.rename_table(&old.name, &new.name, undo);
    Ok(())
}
