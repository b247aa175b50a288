//! What would stand in the way of single statements while rows come back, and is away meanwhile:
//! triggers, unique keys, references between the tables concerned.

use super::table::{Keep, Rows, name};
use crate::catalog::{
    Catalog, Constraint, ForeignKey, Ident, Index, Rule, Setting, Subject, Table, Unique, Unwritten,
};
use crate::rollback::keep::INSTEAD;
use crate::rollback::ledger::Refusal;

/// What is put aside, each with what puts it back.
pub(super) fn aside(
    keeps: &[Keep<'_>],
    start: &Catalog,
    middle: &Catalog,
) -> Result<Vec<(String, String)>, Refusal> {
    let mut all = Vec::new();
    for (keep, rows) in keeps.iter().filter_map(|it| Some((it, it.rows()?))) {
        let Some(now) = middle.tables().find(|it| it.name == keep.table.name) else { continue };
        for constraint in &keep.table.constraints {
            let lives = constraint.name.as_ref().is_some_and(|it| now.constraint(it).is_some());
            if lives && is_in_the_way(constraint, keep, rows, keeps) {
                all.push(without(constraint, keep.table, start)?);
            }
        }
        for index in start.indexes().filter(|it| it.table == keep.table.name) {
            let lives = middle.indexes().any(|it| it.name == index.name);
            if lives && index.unique == Unique::Yes && rows.writes_part_of(keep.table, index) {
                let columns: Vec<_> =
                    index.parts.iter().filter_map(|it| it.column.as_ref()).collect();
                let mut references = start.tables().flat_map(Table::foreign_keys);
                let refers = |key: &ForeignKey| {
                    key.table == index.table && key.to.iter().all(|it| columns.contains(&it))
                };
                if references.any(refers) {
                    return Err(referred_to(keep.table, &index.name.name));
                }
                let is_own = |it: &Setting| it.of == Subject::Relation(index.name.clone());
                said(&index.name.name, start, is_own)?;
                let make = start.writer().index(index).map_err(|it| unwritten(&it))?;
                all.push((format!("DROP INDEX {}", index.name.to_sql()), make));
            }
        }
    }
    for keep in keeps.iter().filter(|it| it.rows().is_some()) {
        all.extend(triggers(keep.table, start, middle)?);
    }
    Ok(all)
}

fn is_in_the_way(
    constraint: &Constraint,
    keep: &Keep<'_>,
    rows: &Rows<'_>,
    keeps: &[Keep<'_>],
) -> bool {
    let writes = |column: &Ident| rows.changes(keep.table, column);
    match &constraint.rule {
        Rule::PrimaryKey(key) | Rule::Unique(key) => key.columns().any(writes),
        Rule::Exclude(_) => rows.sets_back(),
        Rule::ForeignKey(key) => {
            let parent = keeps.iter().find(|it| it.table.name == key.table);
            let moves = parent.and_then(Keep::rows).is_some_and(|it| it.adds() || it.removes());
            // Of two that refer to each other neither comes first.
            let back =
                |it: &Keep<'_>| it.table.foreign_keys().any(|it| it.table == keep.table.name);
            let circle = parent.is_some_and(back) && (rows.adds() || rows.removes());
            moves && (circle || key.columns.iter().any(writes))
        }
        Rule::Check(_) => false,
    }
}

/// Drops a constraint, and adds it again.
fn without(
    constraint: &Constraint,
    table: &Table,
    start: &Catalog,
) -> Result<(String, String), Refusal> {
    let Some(named) = constraint.name.clone() else {
        let why = format!("a key of `{}` has no name that is known", table.name);
        return Err(Refusal::new(why, INSTEAD));
    };
    let own = name(&named);
    let is_key = !matches!(constraint.rule, Rule::ForeignKey(_));
    let mut references = start.tables().flat_map(Table::foreign_keys);
    if is_key && references.any(|key| key.table == table.name && refers_to(key, constraint)) {
        return Err(referred_to(table, &named));
    }
    let is_own = |it: &Setting| it.of == Subject::Constraint(table.name.clone(), named.clone());
    said(&named, start, is_own)?;
    let add = start.writer().add_constraint(table, constraint).map_err(|it| unwritten(&it))?;
    Ok((format!("ALTER TABLE {} DROP CONSTRAINT {own}", table.name.to_sql()), add))
}

fn referred_to(table: &Table, key: &Ident) -> Refusal {
    let why = format!("other tables refer to the key `{key}` of `{}`, which it writes", table.name);
    Refusal::new(why, INSTEAD)
}

/// What is said of a key or an index would be lost with it.
fn said(own: &Ident, start: &Catalog, is_own: impl Fn(&Setting) -> bool) -> Result<(), Refusal> {
    let said = start.settings().any(|it| is_own(it) || it.tail.mentions(own));
    let why = || format!("what is said of `{own}` would be lost while rows come back");
    if said { Err(Refusal::new(why(), INSTEAD)) } else { Ok(()) }
}

/// Whether a foreign key points at this key.
fn refers_to(key: &ForeignKey, at: &Constraint) -> bool {
    match &at.rule {
        Rule::PrimaryKey(_) if key.to.is_empty() => true,
        Rule::PrimaryKey(own) | Rule::Unique(own) => {
            own.columns().all(|it| key.to.contains(it)) && !key.to.is_empty()
        }
        _ => false,
    }
}

/// Triggers fired when the migration wrote, and must not fire again.
fn triggers(
    table: &Table,
    start: &Catalog,
    middle: &Catalog,
) -> Result<Vec<(String, String)>, Refusal> {
    let lives = |own: &Ident| middle.triggers().any(|it| it.table == table.name && it.name == *own);
    let mut all = Vec::new();
    for trigger in start.triggers().filter(|it| it.table == table.name && lives(&it.name)) {
        let of = |it: &Setting| match &it.of {
            Subject::Trigger(of, _) => *of == table.name,
            Subject::Relation(of) => {
                let words = it.tail.words();
                *of == table.name && words.iter().any(|it| it.key() == "trigger")
            }
            _ => false,
        };
        if start.settings().any(of) {
            let why = format!("triggers on `{}` are not switched as they usually are", table.name);
            return Err(Refusal::new(why, INSTEAD));
        }
        let (table, own) = (table.name.to_sql(), name(&trigger.name));
        all.push((
            format!("ALTER TABLE {table} DISABLE TRIGGER {own}"),
            format!("ALTER TABLE {table} ENABLE TRIGGER {own}"),
        ));
    }
    Ok(all)
}

fn unwritten(what: &Unwritten) -> Refusal {
    Refusal::new(format!("the {what}"), INSTEAD)
}

impl Rows<'_> {
    /// Whether values of a column are set back, or computed from those that are.
    fn changes(&self, table: &Table, column: &Ident) -> bool {
        let computed = || table.column(column).is_some_and(|it| it.generated.is_some());
        let written = || self.written.iter().any(|it| it.stored.column.name == *column);
        self.sets_back() && (written() || computed())
    }

    /// Whether the values of an index may change.
    fn writes_part_of(&self, table: &Table, index: &Index) -> bool {
        table.columns.iter().map(|it| &it.name).filter(|it| self.changes(table, it)).any(|column| {
            index.parts.iter().any(|part| part.of.mentions(column))
                || index.filter.as_ref().is_some_and(|filter| filter.mentions(column))
        })
    }
}
