//! Undoing an `ALTER TABLE`.

use super::super::command::{Clause, ColumnChange, ConstraintChange, Guard, Pathname};
use super::super::model::{Column, Ident, Table};
use super::super::render::words::{name, path};
use super::super::schema::{Catalog, Found, Relation};
use super::back::{Cannot, Undo};
use super::difference::Difference;
use super::{named, other, said};
use crate::change::{self, Action};
use crate::reader::Statement;

pub(super) fn table(
    of: &Pathname,
    clauses: &[Clause],
    statement: &Statement,
    before: &Catalog,
    after: &Catalog,
) -> Result<Undo, Cannot> {
    if let [one] = clauses
        && let Some(undo) = whole(of, one, before)?
    {
        return Ok(undo);
    }
    let found = match before.relation(of) {
        Found::Sure(found) => found,
        Found::Missing => return Ok(Undo::nothing()),
        Found::Doubtful => return from_text(of, clauses),
    };
    if let Some(column) = replaced(clauses) {
        return Err(Cannot::but(
            format!("one statement drops `{}.{column}` and adds another of its name", of.name),
            "write one statement for each, or the rollback by hand",
        ));
    }
    if let Relation::Table(table) = &found
        && let (Some(then), Some(now)) = (before.tables.get(table), after.tables.get(table))
    {
        for (column, using) in computed(statement) {
            let of = |table: &Table| {
                let own = |it: &&Column| it.name.as_str().eq_ignore_ascii_case(&column);
                table.columns.iter().find(own).map(|it| it.type_name.clone())
            };
            let itself = using.trim().trim_matches('"').eq_ignore_ascii_case(&column);
            if of(then) == of(now) && !itself {
                return Err(Cannot::but(
                    format!("`{table}.{column}` is computed anew, and what it was is lost"),
                    "write the rollback with the expression that leads back",
                ));
            }
        }
    }
    let known = matches!(found, Relation::Table(_)) && clauses.iter().all(is_known);
    let collated = change::alter(statement).iter().any(|it| {
        let sql = statement.text().get(it.at.clone()).unwrap_or_default();
        matches!(it.action, Action::AlterColumn(..))
            && sql.split_whitespace().any(|word| word.eq_ignore_ascii_case("collate"))
    });
    let says =
        |it: &Clause| matches!(it, Clause::Other | Clause::AlterColumn(_, ColumnChange::Other));
    if clauses.iter().all(says)
        && let Some(undo) = said::settled(statement, clauses.len(), before)?
    {
        return Ok(undo);
    }
    if !known || collated {
        return Err(other::of_table(of, statement));
    }
    Difference { computed: computed(statement), ..Difference::new(before, after) }.undo()
}

/// A clause that stands alone, and gives another name or place.
fn whole(of: &Pathname, clause: &Clause, before: &Catalog) -> Result<Option<Undo>, Cannot> {
    let own = || match before.relation(of) {
        Found::Sure(found) => Ok(found),
        _ => Err(Cannot::doubtful(&of.name)),
    };
    let table = || {
        let schema = of.schema.as_ref().map(|it| format!("{}.", name(&it.name)));
        format!("{}{}", schema.unwrap_or_default(), name(&of.name))
    };
    Ok(Some(match clause {
        Clause::RenameTable(to) => named::renamed(&own()?, &to.name),
        Clause::SetSchema(to) => {
            let Relation::Table(old) = own()? else { return Ok(None) };
            let (now, from) = (name(&to.name), name(&old.schema));
            Undo::one(format!("ALTER TABLE {now}.{} SET SCHEMA {from}", name(&old.name)))
        }
        Clause::RenameColumn(from, to) => Undo::one(format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {}",
            table(),
            name(&to.name),
            name(&from.name)
        )),
        Clause::RenameConstraint(from, to) => Undo::one(format!(
            "ALTER TABLE {} RENAME CONSTRAINT {} TO {}",
            table(),
            name(&to.name),
            name(&from.name)
        )),
        Clause::AttachPartition(partition) => {
            let schema = partition.schema.as_ref().map(|it| format!("{}.", name(&it.name)));
            let partition = format!("{}{}", schema.unwrap_or_default(), name(&partition.name));
            Undo::one(format!("ALTER TABLE {} DETACH PARTITION {partition}", table()))
        }
        _ => return Ok(None),
    }))
}

/// Whether the catalog has a place for all that a clause changes.
fn is_known(clause: &Clause) -> bool {
    match clause {
        Clause::AddColumn(..)
        | Clause::DropColumn(..)
        | Clause::AddConstraints(_)
        | Clause::DropConstraint(..)
        | Clause::Constraint(_, ConstraintChange::Validate | ConstraintChange::Deferral(_)) => true,
        Clause::AlterColumn(_, change) => !matches!(
            change,
            ColumnChange::Other | ColumnChange::DropIdentity | ColumnChange::DropExpression
        ),
        _ => false,
    }
}

/// The column that is dropped and added again: the schemas do not show it.
fn replaced(clauses: &[Clause]) -> Option<&Ident> {
    let added = |column: &Ident| {
        clauses.iter().any(|it| matches!(it, Clause::AddColumn(new, _) if new.name.name == *column))
    };
    clauses.iter().find_map(|it| match it {
        Clause::DropColumn(column, ..) => Some(&column.name).filter(|it| added(it)),
        _ => None,
    })
}

/// Whether a clause takes away what something may have been said of.
pub(super) fn takes(clause: &Clause) -> bool {
    matches!(clause, Clause::DropColumn(..) | Clause::DropConstraint(..))
}

/// The columns whose new values an expression computes.
fn computed(statement: &Statement) -> Vec<(String, String)> {
    let of = |it: change::Clause| match it.action {
        Action::AlterColumn(column, change::Change::Type(_, Some(using))) => Some((column, using)),
        _ => None,
    };
    change::alter(statement).into_iter().filter_map(of).collect()
}

/// The table is not known, and the statement alone says what it adds.
fn from_text(of: &Pathname, clauses: &[Clause]) -> Result<Undo, Cannot> {
    let schema = of.schema.as_ref().map(|it| it.name.clone());
    let table = match schema {
        Some(schema) => path(&super::super::model::Path::new(schema, of.name.clone())),
        None => name(&of.name),
    };
    let mut undo = Undo::nothing();
    for clause in clauses.iter().rev() {
        match clause {
            Clause::AddColumn(column, Guard::No) => undo
                .statements
                .push(format!("ALTER TABLE {table} DROP COLUMN {}", name(&column.name.name))),
            Clause::AddConstraints(all) => {
                for constraint in all.iter().rev() {
                    let own = constraint.name.as_ref().ok_or_else(|| Cannot::doubtful(&of.name))?;
                    let own = name(&own.name);
                    undo.statements.push(format!("ALTER TABLE {table} DROP CONSTRAINT {own}"));
                }
            }
            _ => return Err(Cannot::doubtful(&of.name)),
        }
    }
    Ok(undo)
}
