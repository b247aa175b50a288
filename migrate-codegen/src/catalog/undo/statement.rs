//! Which way back a statement has.

use super::super::command::{Command, Guard, Made, Pathname, Place, Removal, read};
use super::super::fault::Thing;
use super::super::model::Ident;
use super::super::render::words::{name, path};
use super::super::schema::{Catalog, Found, Relation};
use super::back::{Cannot, Undo};
use super::difference::difference;
use super::{alter, named, other, said};
use crate::reader::Statement;

/// How a statement is undone that led from one schema to the other. What it does to rows alone is
/// not looked at.
///
/// # Errors
/// Why it cannot be.
pub(crate) fn undo(
    statement: &Statement,
    before: &Catalog,
    after: &Catalog,
) -> Result<Undo, Cannot> {
    match read(statement) {
        Command::Table(table) => made(&table.made, before, after),
        Command::Into(path, place) => made(&Made { path, guard: Guard::No, place }, before, after),
        Command::Index(index) => match &index.made {
            Some(it) if it.guard == Guard::Yes => guarded(it, before, after),
            _ => Ok(concurrently(difference(before, after)?, statement)),
        },
        Command::View(view, _) if view.made.place == Place::Replacing => {
            certain(before, &view.made.path.name)?;
            difference(before, after)
        }
        Command::View(view, _) => made(&view.made, before, after),
        Command::Trigger(trigger) if trigger.made.place == Place::Replacing => {
            certain(before, &trigger.made.path.name)?;
            difference(before, after)
        }
        Command::Sequence(it, ..) | Command::Type(it, _) => made(&it, before, after),
        Command::Routine(routine) => {
            certain(before, &before.routine_name(&routine.made.path.name))?;
            difference(before, after)
        }
        Command::Trigger(trigger) => {
            let undo = difference(before, after)?;
            let (own, on) = (&trigger.made.path.name, &trigger.table);
            // It is made, whatever is known of its table.
            let unseen = undo.statements.is_empty() && trigger.made.guard == Guard::No;
            Ok(if unseen {
                Undo::one(format!("DROP TRIGGER {} ON {}", name(own), written(on)))
            } else {
                undo
            })
        }
        Command::Schema(..) => difference(before, after),
        Command::Extension(it, guard) => Ok(other::extension(&it.name, guard, before)),
        Command::AlterTable(path, _, clauses) => {
            let undo = alter::table(&path, &clauses, statement, before, after)?;
            if clauses.iter().any(alter::takes) {
                said::again(undo, before, after)
            } else {
                Ok(undo)
            }
        }
        Command::Alter(thing, path, _, change) => {
            named::altered(thing, &path, &change, statement, before, after)
        }
        Command::Drop(removal) => {
            said::again(dropped(&removal, statement, before, after)?, before, after)
        }
        Command::Rows(_) | Command::SearchPath(..) => Ok(Undo::nothing()),
        Command::DropExtra(..) => extras(statement, before, after),
        Command::VirtualTable(..) | Command::Pragma(..) => Err(other::unknown(statement)),
        Command::Opaque => match before.steps_of_block(statement.text()) {
            Some(steps) => block(&steps, before),
            None => other::undo(statement, before, after),
        },
        _ => other::undo(statement, before, after),
    }
}

/// A name as the statement has it.
fn written(path: &Pathname) -> String {
    let schema = path.schema.as_ref().map(|it| format!("{}.", name(&it.name)));
    format!("{}{}", schema.unwrap_or_default(), name(&path.name))
}

/// A block of plain definitions is undone as these are.
fn block(steps: &[(Statement, Catalog)], before: &Catalog) -> Result<Undo, Cannot> {
    let mut before = before;
    let mut undone = Vec::new();
    for (statement, after) in steps {
        undone.push(undo(statement, before, after)?);
        before = after;
    }
    let lost = undone.iter().flat_map(|it| it.lost.clone()).collect();
    let statements = undone.into_iter().rev().flat_map(|it| it.statements).collect();
    Ok(Undo { statements, lost })
}

/// Whether what has this name is known.
pub(super) fn certain(catalog: &Catalog, name: &Ident) -> Result<(), Cannot> {
    if catalog.doubts(name) {
        let shown = name.as_str().trim_end_matches("()");
        return Err(Cannot::doubtful(&shown));
    }
    Ok(())
}

/// What makes something, and says so: it was not there.
fn made(made: &Made, before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    if made.place == Place::Temporary {
        return Ok(Undo::nothing());
    }
    if made.guard == Guard::Yes {
        return guarded(made, before, after);
    }
    if !before.doubts(&made.path.name) {
        return difference(before, after);
    }
    // Whatever was listed under a doubtful name is not there: the statement would have failed.
    let word = match after.relation(&made.path) {
        Found::Sure(Relation::Table(at)) => format!("TABLE {}", path(&at)),
        Found::Sure(Relation::Sequence(at)) => format!("SEQUENCE {}", path(&at)),
        Found::Sure(Relation::View(at)) => {
            format!("{} {}", super::views::word(after, &at), path(&at))
        }
        _ => return Err(Cannot::doubtful(&made.path.name)),
    };
    Ok(Undo::one(format!("DROP {word}")))
}

/// `IF NOT EXISTS`: what the schema before had stays.
fn guarded(made: &Made, before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    if made.place == Place::Temporary {
        return Ok(Undo::nothing());
    }
    // What is found is noted when it is, and a rollback leaves it alone; what is listed may be it.
    if before.doubts(&made.path.name) && before.listed(&made.path).is_some() {
        return Err(Cannot::doubtful(&made.path.name));
    }
    difference(before, after)
}

fn dropped(
    removal: &Removal,
    statement: &Statement,
    before: &Catalog,
    after: &Catalog,
) -> Result<Undo, Cannot> {
    for (at, path) in removal.paths.iter().enumerate() {
        let name = &path.name;
        if removal.thing != Thing::Function {
            certain(before, name)?;
            continue;
        }
        certain(before, &before.routine_name(name))?;
        let arguments = removal.arguments.get(at).and_then(Option::as_deref);
        match before.overloads(path, arguments).len() {
            1 => {}
            0 if removal.guard == Guard::Yes => {}
            _ => return Err(Cannot::new(format!("which routine `{name}` was is not certain"))),
        }
    }
    Ok(concurrently(difference(before, after)?, statement))
}

/// What is kept as it is written is made as it was.
fn extras(statement: &Statement, before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    let gone = super::lists::only(before.extras(), after.extras());
    if gone.is_empty() {
        return Err(other::unknown(statement));
    }
    let made = gone.into_iter().map(|it| before.writer().extra(it));
    Ok(Undo { statements: made.collect::<Result<_, _>>()?, lost: Vec::new() })
}

/// What ran outside a transaction is undone there.
fn concurrently(mut undo: Undo, statement: &Statement) -> Undo {
    let words = statement.text().split_whitespace().take(5);
    if !words.into_iter().any(|it| it.eq_ignore_ascii_case("concurrently")) {
        return undo;
    }
    for sql in &mut undo.statements {
        for head in ["DROP INDEX ", "CREATE INDEX ", "CREATE UNIQUE INDEX "] {
            if let Some(rest) = sql.strip_prefix(head) {
                *sql = format!("{head}CONCURRENTLY {rest}");
                break;
            }
        }
    }
    undo
}
