//! Undoing `CREATE VIEW` and `DROP VIEW`.

use super::ledger::{Ledger, Refusal};
use super::stored::{is_there, restored};
use crate::change::{Object, Step, name_sql, quoted, replaces};
use crate::reader::Lifetime;

pub(super) fn created(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let name = step.statement.object.as_ref().ok_or_else(|| Refusal::unread(step))?;
    if replaces(step.statement) {
        return Err(Refusal::new(
            format!("`{}` may replace a view, and the text does not say which", name.name),
            "write the rollback with the view as it was before",
        ));
    }
    if is_there(step, Object::View)? {
        return Ok(());
    }
    let drop = match step.statement.lifetime {
        Lifetime::Permanent => format!("DROP VIEW {}", name_sql(name, step.text, ledger.dialect())),
        Lifetime::Temporary => {
            format!("DROP VIEW IF EXISTS temp.{}", quoted(&name.name, ledger.dialect()))
        }
    };
    ledger.make(Object::View, &name.name, drop);
    Ok(())
}

pub(super) fn dropped(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    restored(step, Object::View, ledger)
}
