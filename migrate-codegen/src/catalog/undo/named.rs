//! Undoing what gives something another name, or another place.

use super::super::command::{Change, Pathname};
use super::super::fault::Thing;
use super::super::render::words::{name, path, string};
use super::super::schema::{Catalog, Found, Relation};
use super::back::{Cannot, Undo};
use super::{labels, other, statement};
use crate::reader::Statement;

/// Undoes an `ALTER` of what is no table.
pub(super) fn altered(
    thing: Thing,
    of: &Pathname,
    change: &Change,
    statement: &Statement,
    before: &Catalog,
    after: &Catalog,
) -> Result<Undo, Cannot> {
    let word = words_of(statement);
    let own = &name(&of.name);
    let schema = of.schema.as_ref().map(|it| format!("{}.", name(&it.name))).unwrap_or_default();
    Ok(match change {
        Change::Rename(to) if thing == Thing::Schema => {
            Undo::one(format!("ALTER SCHEMA {} RENAME TO {own}", name(&to.name)))
        }
        Change::Rename(to) => {
            let arguments = arguments(statement);
            let now = name(&to.name);
            Undo::one(format!("ALTER {word} {schema}{now}{arguments} RENAME TO {own}"))
        }
        Change::On(table, Some(to)) => {
            let on = table.schema.as_ref().map(|it| format!("{}.", name(&it.name)));
            let on = format!("{}{}", on.unwrap_or_default(), name(&table.name));
            Undo::one(format!("ALTER TRIGGER {} ON {on} RENAME TO {own}", name(&to.name)))
        }
        Change::RenameColumn(from, to) => {
            let (now, then) = (name(&to.name), name(&from.name));
            Undo::one(format!("ALTER {word} {schema}{own} RENAME COLUMN {now} TO {then}"))
        }
        Change::SetSchema(to) => {
            let from = schema_of(of, before).ok_or_else(|| Cannot::doubtful(&of.name))?;
            let arguments = arguments(statement);
            let now = name(&to.name);
            Undo::one(format!("ALTER {word} {now}.{own}{arguments} SET SCHEMA {from}"))
        }
        Change::AddLabel(..) => labels::added(of, before, after)?,
        Change::RenameLabel(from, to, _) => Undo::one(format!(
            "ALTER TYPE {schema}{own} RENAME VALUE {} TO {}",
            string(to),
            string(from)
        )),
        Change::OwnedBy(_) => {
            statement::certain(before, &of.name)?;
            super::difference::difference(before, after)?
        }
        Change::Setting => match super::said::settled(statement, 1, before)? {
            Some(undo) => undo,
            None => return Err(other::unknown(statement)),
        },
        Change::On(_, None) | Change::Other => {
            return Err(other::unknown(statement));
        }
    })
}

/// `INDEX`, `MATERIALIZED VIEW`, ..: what the statement calls it.
fn words_of(statement: &Statement) -> String {
    let mut words = statement.text().split_whitespace().skip(1);
    let first = words.next().unwrap_or_default().to_ascii_uppercase();
    match first.as_str() {
        "MATERIALIZED" | "FOREIGN" => {
            format!("{first} {}", words.next().unwrap_or_default().to_ascii_uppercase())
        }
        _ => first,
    }
}

/// The arguments of a routine, as the statement writes them.
fn arguments(statement: &Statement) -> &str {
    let sql = statement.text();
    let open = sql.find('(').unwrap_or(sql.len());
    let close = sql.rfind(')').map_or(open, |at| at + 1);
    sql.get(open..close).unwrap_or_default()
}

fn schema_of(of: &Pathname, before: &Catalog) -> Option<String> {
    let schema = match before.relation(of) {
        Found::Sure(Relation::Table(it) | Relation::View(it) | Relation::Sequence(it)) => it.schema,
        _ => match before.find(of, |place| before.types.get(place).map(|it| it.name.clone())) {
            Found::Sure(it) => it.schema,
            _ => before.overloads(of, None).first()?.name.schema.clone(),
        },
    };
    Some(name(&schema))
}

/// Undoes a rename or a move of what `ALTER TABLE` calls a table.
pub(super) fn renamed(from: &Relation, to: &super::super::model::Ident) -> Undo {
    let (Relation::Table(old)
    | Relation::View(old)
    | Relation::Index(old)
    | Relation::Sequence(old)
    | Relation::Constraint(old, _)) = from;
    let own = match from {
        Relation::Constraint(_, own) => own,
        _ => &old.name,
    };
    let now = path(&old.renamed(to.clone()));
    let word = if matches!(from, Relation::Constraint(..)) { "INDEX" } else { "TABLE" };
    Undo::one(format!("ALTER {word} {now} RENAME TO {}", name(own)))
}
