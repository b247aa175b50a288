//! `ALTER` of tables and of anything else.

use std::ops::Range;

use super::alter::clauses;
use super::object::{Owner, label, owner, sequence};
use super::read::{Command, thing};
use super::walk::{Guard, Named, Pathname, Walk};
use crate::catalog::fault::Thing;
use crate::catalog::model::Ident;

/// What an `ALTER` changes of something that is no table.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum Change {
    Rename(Named),
    /// `ALTER VIEW .. RENAME COLUMN`, `ALTER TRIGGER .. ON table`: the table.
    On(Pathname, Option<Named>),
    /// `ALTER VIEW .. RENAME COLUMN`.
    RenameColumn(Named, Named),
    SetSchema(Named),
    AddLabel(Named, Guard, Beside),
    RenameLabel(String, String, Range<usize>),
    OwnedBy(Owner),
    /// What is noted beside the object: its owner, its options.
    Setting,
    Other,
}

/// Where a new label stands among the others.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum Beside {
    Before(String),
    After(String),
    End,
}

pub(super) fn alter(sql: &str, walk: &mut Walk<'_>) -> Option<Command> {
    walk.take("foreign");
    if walk.take("table") {
        let guard = walk.guard();
        if walk.take("all in tablespace") {
            return Some(Command::Nothing);
        }
        walk.take("only");
        let path = walk.pathname()?;
        walk.symbol('*');
        return Some(Command::AlterTable(path, guard, clauses(sql, walk)));
    }
    let Some(thing) = thing(walk) else {
        // Owners, rights, settings, and functions, whose bodies stay.
        let harmless = walk.one_of(&["role", "user", "database", "system"]).is_none();
        return harmless.then_some(Command::Nothing);
    };
    let guard = walk.guard();
    let path = walk.pathname()?;
    // The arguments of a function.
    walk.parentheses();
    if thing == Thing::Sequence
        && let (_, owner @ Some(_)) = sequence(sql, &mut Walk::of(sql, walk.rest(), walk.dialect()))
    {
        return Some(Command::Alter(thing, path, guard, Change::OwnedBy(owner)));
    }
    let change = change(sql, walk)?;
    Some(Command::Alter(thing, path, guard, change))
}

fn change(sql: &str, walk: &mut Walk<'_>) -> Option<Change> {
    Some(match () {
        () if walk.take("rename to") => Change::Rename(walk.named()?),
        () if walk.take("rename value") => {
            let at = walk.skip()?;
            let from = label(sql.get(at.clone())?);
            let to = walk.take("to").then(|| walk.skip())??;
            Change::RenameLabel(from, label(sql.get(to)?), at)
        }
        () if walk.take("on") => {
            let table = walk.pathname()?;
            let to = if walk.take("rename to") { walk.named() } else { None };
            Change::On(table, to)
        }
        () if walk.take("set schema") => Change::SetSchema(walk.named()?),
        () if walk.take("add value") => {
            let guard = walk.guard();
            let at = walk.skip()?;
            let name = Ident::new(&label(sql.get(at.clone())?), walk.dialect());
            let beside = walk.one_of(&["before", "after"]);
            let other = walk.skip().and_then(|at| sql.get(at)).map(label);
            let beside = match (beside, other) {
                (Some("before"), Some(other)) => Beside::Before(other),
                (Some(_), Some(other)) => Beside::After(other),
                _ => Beside::End,
            };
            Change::AddLabel(Named { name, at }, guard, beside)
        }
        () if walk.take("owned") => Change::OwnedBy(owner(walk)),
        () if walk.take("rename") => {
            if walk.sees_any(&["attribute", "constraint"]) {
                return Some(Change::Other);
            }
            walk.take("column");
            let from = walk.named()?;
            Change::RenameColumn(from, walk.take("to").then(|| walk.named())??)
        }
        () if walk.sees("attach") => Change::Other,
        () => Change::Setting,
    })
}
