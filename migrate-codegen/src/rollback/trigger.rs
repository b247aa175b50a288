//! Undoing `CREATE TRIGGER` and `DROP TRIGGER`.

use super::ledger::{Ledger, Refusal};
use super::stored::{is_there, restored};
use crate::change::{Object, Step, name_sql, quoted, trigger_writes};
use crate::reader::Lifetime;

pub(super) fn created(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let (Some(name), Some(on)) = (&step.statement.object, &step.statement.on) else {
        return Err(Refusal::unread(step));
    };
    if is_there(step, Object::Trigger)? {
        return Ok(());
    }
    let dialect = ledger.dialect();
    let own = name_sql(name, step.text, dialect);
    let drop = match step.statement.lifetime {
        Lifetime::Temporary => {
            format!("DROP TRIGGER IF EXISTS temp.{}", quoted(&name.name, dialect))
        }
        Lifetime::Permanent if dialect.is_sqlite() => format!("DROP TRIGGER {own}"),
        // Elsewhere a trigger's name is its table's.
        Lifetime::Permanent => {
            format!("DROP TRIGGER {own} ON {}", name_sql(on, step.text, dialect))
        }
    };
    ledger.fires(trigger_writes(step.statement));
    ledger.make_on(Object::Trigger, &name.name, &on.name, drop);
    Ok(())
}

pub(super) fn dropped(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    restored(step, Object::Trigger, ledger)
}
