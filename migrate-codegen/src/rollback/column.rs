//! Undoing `ADD COLUMN`, `DROP COLUMN` and `RENAME COLUMN`.

use super::ledger::{Ledger, Refusal};
use crate::change::{Object, Step, name_sql};
use crate::check::EngineVersion;
use crate::reader::Name;

/// The first SQLite that drops columns.
const DROP_COLUMN: EngineVersion = EngineVersion::new(3, 35, 0);

pub(super) fn added(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let (table, column) = names(step)?;
    if ledger.has_made(Object::Table, &table.name) {
        return Ok(());
    }
    let dialect = ledger.dialect();
    if dialect.is_sqlite() && ledger.is_older_than(DROP_COLUMN) {
        return Err(Refusal::new(
            format!(
                "`{}` cannot be dropped again: the target is older than SQLite 3.35, which brought \
                 `DROP COLUMN`",
                column.name
            ),
            "raise the target to 3.35, or write a rollback that rebuilds the table",
        ));
    }
    let drop = format!(
        "ALTER TABLE {} DROP COLUMN {}",
        name_sql(table, step.text, dialect),
        name_sql(column, step.text, dialect)
    );
    ledger.add_column(&table.name, &column.name, drop);
    Ok(())
}

pub(super) fn dropped(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let (table, column) = names(step)?;
    if ledger.has_made(Object::Table, &table.name) || ledger.drop_column(&table.name, &column.name)
    {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "dropping the column `{}.{}` drops its values, and adding it again would bring it back \
             empty and in another place",
            table.name, column.name
        ),
        "write a rollback that adds the column and fills it, or declare why there is none with \
         `irreversible`",
    ))
}

pub(super) fn renamed(step: &Step<'_>, ledger: &mut Ledger<'_>) -> Result<(), Refusal> {
    let (table, column) = names(step)?;
    let to = step.statement.to.as_ref().ok_or_else(|| Refusal::unread(step))?;
    if ledger.has_made(Object::Table, &table.name) {
        return Ok(());
    }
    let dialect = ledger.dialect();
    let undo = format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        name_sql(table, step.text, dialect),
        name_sql(to, step.text, dialect),
        name_sql(column, step.text, dialect)
    );
    ledger.rename_column(&table.name, &column.name, &to.name, undo);
    Ok(())
}

fn names<'a>(step: &'a Step<'_>) -> Result<(&'a Name, &'a Name), Refusal> {
    match (&step.statement.object, &step.statement.column) {
        (Some(table), Some(column)) => Ok((table, column)),
        _ => Err(Refusal::unread(step)),
    }
}
