//! The clauses of an `ALTER TABLE`.

use super::column::{ColumnText, column, default};
use super::constraint::{ConstraintText, constraints};
use super::list::items;
use super::types::{TypeText, type_text};
use super::walk::{Behaviour, Guard, Named, Pathname, Walk, part};
use crate::catalog::model::{Ident, Identity, Sql};

/// A clause of an `ALTER TABLE`.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum Clause {
    AddColumn(Box<ColumnText>, Guard),
    DropColumn(Named, Guard, Behaviour),
    AlterColumn(Named, ColumnChange),
    AddConstraints(Vec<ConstraintText>),
    DropConstraint(Named, Guard, Behaviour),
    /// `VALIDATE CONSTRAINT`, or what else changes one.
    Constraint(Named, ConstraintChange),
    RenameTable(Named),
    RenameColumn(Named, Named),
    RenameConstraint(Named, Named),
    SetSchema(Named),
    AttachPartition(Pathname),
    /// It is a table of its own again.
    DetachPartition(Pathname),
    /// It has what this table has, columns and constraints.
    Inherit(Pathname),
    NoInherit(Pathname),
    /// What this model has no place for: owners, storage, row security.
    Other,
}

/// What a clause changes of a column.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum ColumnChange {
    Type(TypeText),
    SetDefault(Sql),
    DropDefault,
    SetNotNull,
    DropNotNull,
    /// With the name that it gives to a sequence of its own.
    SetIdentity(Identity, Option<Ident>),
    DropIdentity,
    DropExpression,
    Other,
}

/// What a clause changes of a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum ConstraintChange {
    Validate,
    /// When it is looked at: what is said of it then.
    Deferral(&'static str),
    Other,
}

/// The clauses behind the table's name.
pub(super) fn clauses(sql: &str, walk: &Walk<'_>) -> Vec<Clause> {
    let dialect = walk.dialect();
    let parts = items(sql, walk.rest(), dialect).into_iter();
    parts.map(|at| clause(sql, &mut Walk::of(sql, at, dialect)).unwrap_or(Clause::Other)).collect()
}

pub(super) fn clause(sql: &str, walk: &mut Walk<'_>) -> Option<Clause> {
    let first = walk.one_of(&[
        "add",
        "drop",
        "alter constraint",
        "alter column",
        "alter",
        "rename",
        "validate constraint",
        "set schema",
        "attach partition",
        "detach partition",
        "inherit",
        "no inherit",
    ])?;
    Some(match first {
        "add" => add(sql, walk)?,
        "drop" => drop_clause(walk)?,
        "alter constraint" => Clause::Constraint(walk.named()?, deferral(walk)),
        "validate constraint" => Clause::Constraint(walk.named()?, ConstraintChange::Validate),
        "alter column" | "alter" => Clause::AlterColumn(walk.named()?, change(sql, walk)),
        "rename" => rename(walk)?,
        "set schema" => Clause::SetSchema(walk.named()?),
        "attach partition" => Clause::AttachPartition(walk.pathname()?),
        "detach partition" => Clause::DetachPartition(walk.pathname()?),
        "inherit" => Clause::Inherit(walk.pathname()?),
        _ => Clause::NoInherit(walk.pathname()?),
    })
}

fn deferral(walk: &mut Walk<'_>) -> ConstraintChange {
    let deferrable = walk.one_of(&["not deferrable", "deferrable"]);
    let initially = walk.one_of(&["initially deferred", "initially immediate"]);
    match (deferrable, initially) {
        (_, Some("initially deferred")) => {
            ConstraintChange::Deferral("deferrable initially deferred")
        }
        (Some("deferrable"), _) => ConstraintChange::Deferral("deferrable"),
        (Some(_), _) => ConstraintChange::Deferral(""),
        (None, _) => ConstraintChange::Other,
    }
}

fn add(sql: &str, walk: &mut Walk<'_>) -> Option<Clause> {
    let column_word = walk.take("column");
    let guard = walk.guard();
    let rest = walk.rest();
    if !column_word {
        let found = constraints(sql, &mut Walk::of(sql, rest.clone(), walk.dialect()));
        if !found.is_empty() {
            return Some(Clause::AddConstraints(found));
        }
    }
    Some(Clause::AddColumn(Box::new(column(sql, rest, walk.dialect())?), guard))
}

fn drop_clause(walk: &mut Walk<'_>) -> Option<Clause> {
    let constraint = walk.take("constraint");
    walk.take("column");
    let guard = walk.guard();
    let name = walk.named()?;
    let behaviour = walk.behaviour();
    Some(if constraint {
        Clause::DropConstraint(name, guard, behaviour)
    } else {
        Clause::DropColumn(name, guard, behaviour)
    })
}

fn rename(walk: &mut Walk<'_>) -> Option<Clause> {
    if walk.take("to") {
        return walk.named().map(Clause::RenameTable);
    }
    let constraint = walk.take("constraint");
    walk.take("column");
    let from = walk.named()?;
    let to = walk.take("to").then(|| walk.named())??;
    Some(if constraint {
        Clause::RenameConstraint(from, to)
    } else {
        Clause::RenameColumn(from, to)
    })
}

fn change(sql: &str, walk: &mut Walk<'_>) -> ColumnChange {
    match () {
        () if walk.take("type") || walk.take("set data type") => {
            ColumnChange::Type(type_text(sql, walk, &["using", "collate"]))
        }
        () if walk.take("set default") => match default(part(sql, walk.rest(), walk.dialect())) {
            Some(sql) => ColumnChange::SetDefault(sql),
            None => ColumnChange::DropDefault,
        },
        () if walk.take("drop default") => ColumnChange::DropDefault,
        () if walk.take("set not null") => ColumnChange::SetNotNull,
        () if walk.take("drop not null") => ColumnChange::DropNotNull,
        () if walk.take("add generated always as identity")
            || walk.take("set generated always") =>
        {
            ColumnChange::SetIdentity(Identity::Always, sequence_name(sql, walk))
        }
        () if walk.take("add generated by default as identity")
            || walk.take("set generated by default") =>
        {
            ColumnChange::SetIdentity(Identity::ByDefault, sequence_name(sql, walk))
        }
        () if walk.take("drop identity") => ColumnChange::DropIdentity,
        () if walk.take("drop expression") => ColumnChange::DropExpression,
        () => ColumnChange::Other,
    }
}

/// The name in `(SEQUENCE NAME s START 4)`.
fn sequence_name(sql: &str, walk: &mut Walk<'_>) -> Option<Ident> {
    let mut options = Walk::of(sql, walk.parentheses()?, walk.dialect());
    options.take("sequence name").then(|| options.pathname())?.map(|it| it.name)
}
