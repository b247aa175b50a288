//! Undoing `CREATE INDEX` and `DROP INDEX`.

use super::ledger::{Ledger, Refusal};
use super::stored::{is_there, restored};
use crate::Dialect;
use crate::change::{Object, Step, name_sql};

pub(super) fn created(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let (Some(name), Some(on)) = (&step.statement.object, &step.statement.on) else {
        return Err(Refusal::unread(step));
    };
    if is_there(step, Object::Index)? {
        return Ok(());
    }
    let mut name = name.clone();
    if ledger.dialect() == Dialect::Postgres {
        // An index lives in the schema of its table there, and is never written with it.
        name.schema.clone_from(&on.schema);
    }
    let drop = format!("DROP INDEX {}", name_sql(&name, step.text, ledger.dialect()));
    ledger.make_on(Object::Index, &name.name, &on.name, drop);
    Ok(())
}

pub(super) fn dropped(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    restored(step, Object::Index, ledger)
}
