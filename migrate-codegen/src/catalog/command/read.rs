//! Reading a statement as a command.

use super::alter::Clause;
use super::altered::{Change, alter};
use super::extra::{ExtraText, dropped_extra, extra};
use super::object::{
    IndexText, Owner, TriggerText, ViewText, index, sequence, trigger, type_sort, view,
};
use super::routine::{RoutineText, called, routine};
use super::rows::Rows;
use super::session::{Mark, Scope, mark, other};
use super::table::{TableText, table, virtual_table};
use super::walk::{Behaviour, Guard, Named, Pathname, Walk, part};
use crate::Dialect;
use crate::catalog::fault::Thing;
use crate::catalog::model::{
    Extension, Ident, RoutineSort, Sql, TriggerSort, TypeSort, Unique, ViewSort,
};
use crate::reader::{Kind, Lifetime, Statement};

/// What a statement does to a schema.
#[derive(Clone, Debug)]
pub(in crate::catalog) enum Command {
    Table(Box<TableText>),
    VirtualTable(Made, Sql, Vec<Named>),
    /// A table that a query makes: `SELECT .. INTO`.
    Into(Pathname, Place),
    Index(Box<IndexText>),
    View(Box<ViewText>, Rows),
    Trigger(Box<TriggerText>),
    Sequence(Made, Sql, Owner),
    Type(Made, TypeSort),
    Schema(Named, Guard),
    /// A function or procedure.
    Routine(Box<RoutineText>),
    /// What is kept as it is written.
    Extra(Box<ExtraText>),
    /// Such an object goes: what it is, its name, and its table.
    DropExtra(&'static str, Vec<Sql>, Option<Pathname>),
    /// `CREATE EXTENSION`.
    Extension(Extension, Guard),
    AlterTable(Pathname, Guard, Vec<Clause>),
    /// `ALTER` of anything else that is known here.
    Alter(Thing, Pathname, Guard, Change),
    Drop(Removal),
    Rows(Rows),
    /// Relations that have to be there: `TRUNCATE`, `COMMENT ON`.
    Uses(Vec<Pathname>),
    /// `SET search_path`; `None` where it cannot be read.
    SearchPath(Option<Vec<Ident>>, Scope),
    /// `SAVEPOINT` and what goes back to one.
    Mark(Mark),
    /// `PRAGMA legacy_alter_table` and its like: name and value.
    Pragma(Ident, Option<String>),
    /// Nothing that is known here, but for what it calls.
    Calls,
    /// Nothing that is known here.
    Nothing,
    /// It may do anything.
    Opaque,
}

/// What a statement makes.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct Made {
    pub(in crate::catalog) path: Pathname,
    pub(in crate::catalog) guard: Guard,
    pub(in crate::catalog) place: Place,
}

/// Where it makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog) enum Place {
    /// Where its name says.
    Named,
    /// In the connection: `TEMP`.
    Temporary,
    /// Where its name says, in the place of what is there: `OR REPLACE`.
    Replacing,
}

/// A `DROP`.
#[derive(Clone, Debug)]
pub(in crate::catalog) struct Removal {
    pub(in crate::catalog) thing: Thing,
    pub(in crate::catalog) paths: Vec<Pathname>,
    /// What each of them takes, where they are routines and it is said.
    pub(in crate::catalog) arguments: Vec<Option<Vec<String>>>,
    pub(in crate::catalog) guard: Guard,
    pub(in crate::catalog) behaviour: Behaviour,
    /// The table of a trigger.
    pub(in crate::catalog) on: Option<Pathname>,
}

/// Reads a statement.
pub(in crate::catalog) fn read(statement: &Statement) -> Command {
    let (sql, dialect) = (statement.text(), statement.dialect());
    let rows = || match dialect {
        Dialect::Postgres => Command::Rows(Rows::of_statement(sql, dialect)),
        _ => Command::Nothing,
    };
    if dialect == Dialect::Postgres && escapes_names(sql) {
        return Command::Opaque;
    }
    match statement.kind {
        Kind::Insert | Kind::Replace | Kind::Update | Kind::Delete => rows(),
        Kind::Select | Kind::With => into(statement).unwrap_or_else(rows),
        Kind::Pragma => pragma(statement),
        Kind::Explain if dialect == Dialect::Postgres => explain(sql),
        kind if kind.is_ddl() => {
            let mut walk = Walk::new(sql, dialect);
            ddl(sql, &mut walk, statement).unwrap_or(Command::Opaque)
        }
        Kind::Savepoint | Kind::Release | Kind::RollbackTo if dialect == Dialect::Postgres => {
            mark(sql, dialect).map_or(Command::Nothing, Command::Mark)
        }
        Kind::Other if !dialect.is_sqlite() => other(sql, dialect),
        _ => Command::Nothing,
    }
}

/// Whether a name may be written as `U&".."`, which is not read.
fn escapes_names(sql: &str) -> bool {
    sql.as_bytes().windows(3).any(|it| it.eq_ignore_ascii_case(b"u&\""))
}

fn into(statement: &Statement) -> Option<Command> {
    let dialect = statement.dialect();
    let mut walk = Walk::new(statement.text(), dialect);
    let found = !dialect.is_sqlite() && walk.seek(&["into", "from"]).as_deref() == Some("into");
    walk.one_of(&["local", "global"]);
    let place = match walk.one_of(&["temporary", "temp", "unlogged"]) {
        Some("temporary" | "temp") => Place::Temporary,
        _ => Place::Named,
    };
    walk.take("table");
    found.then(|| walk.pathname())?.map(|path| Command::Into(path, place))
}

fn pragma(statement: &Statement) -> Command {
    let name = statement.object.as_ref().map(|it| Ident::new(&it.name, statement.dialect()));
    name.map_or(Command::Nothing, |name| Command::Pragma(name, statement.value.clone()))
}

fn ddl(sql: &str, walk: &mut Walk<'_>, statement: &Statement) -> Option<Command> {
    match walk.one_of(&["create", "alter", "drop"])? {
        "create" => create(sql, walk, statement),
        "alter" => alter(sql, walk),
        _ => Some(drop_of(sql, walk)),
    }
}

fn create(sql: &str, walk: &mut Walk<'_>, statement: &Statement) -> Option<Command> {
    let dialect = walk.dialect();
    let mut place = Place::Named;
    if statement.lifetime == Lifetime::Temporary {
        place = Place::Temporary;
    }
    let mut unlogged = None;
    loop {
        match walk.one_of(&["or replace", "temporary", "temp", "global", "local", "unlogged"]) {
            Some("or replace") => place = Place::Replacing,
            Some("unlogged") => unlogged = Some(Sql::new("unlogged", dialect)),
            Some(_) => {}
            None => break,
        }
    }
    Some(match () {
        () if walk.take("table") => {
            let mut table = table(sql, walk, place)?;
            table.options.extend(unlogged);
            Command::Table(Box::new(table))
        }
        () if walk.take("foreign table") => Command::Table(Box::new(table(sql, walk, place)?)),
        () if walk.take("virtual table") => {
            let (made, arguments, columns) = virtual_table(sql, walk, place)?;
            Command::VirtualTable(made, arguments, columns)
        }
        () if walk.take("unique index") => Command::Index(Box::new(index(sql, walk, Unique::Yes)?)),
        () if walk.take("index") => Command::Index(Box::new(index(sql, walk, Unique::No)?)),
        () if walk.take("materialized view") => view_of(sql, walk, ViewSort::Materialized, place)?,
        () if walk.take("recursive view") => recursive_view(sql, walk, place)?,
        () if walk.take("view") => view_of(sql, walk, ViewSort::Ordinary, place)?,
        () if walk.take("constraint trigger") => {
            Command::Trigger(Box::new(trigger(sql, walk, TriggerSort::Constraint, place)?))
        }
        () if walk.take("trigger") => {
            Command::Trigger(Box::new(trigger(sql, walk, TriggerSort::Ordinary, place)?))
        }
        () if dialect.is_sqlite() => return None,
        () => return create_other(sql, walk, place),
    })
}

fn view_of(sql: &str, walk: &mut Walk<'_>, sort: ViewSort, place: Place) -> Option<Command> {
    let view = view(sql, walk, sort, place)?;
    let rows = Rows::of_query(sql, walk.dialect());
    let rows = if walk.dialect() == Dialect::Postgres { rows } else { Rows::default() };
    Some(Command::View(Box::new(view), rows))
}

/// A view that reads itself.
fn recursive_view(sql: &str, walk: &mut Walk<'_>, place: Place) -> Option<Command> {
    let mut command = view_of(sql, walk, ViewSort::Ordinary, place)?;
    if let Command::View(view, rows) = &mut command {
        let name = &view.made.path.name;
        rows.sources.retain(|it| it.schema.is_some() || it.name != *name);
    }
    Some(command)
}

/// What only PostgreSQL has, and DuckDB in part.
fn create_other(sql: &str, walk: &mut Walk<'_>, place: Place) -> Option<Command> {
    let dialect = walk.dialect();
    let made = |walk: &mut Walk<'_>| {
        let guard = walk.guard();
        walk.pathname().map(|path| Made { path, guard, place })
    };
    Some(match () {
        () if walk.take("sequence") => {
            let made = made(walk)?;
            let (options, owner) = sequence(sql, walk);
            Command::Sequence(made, options, owner)
        }
        () if walk.take("type") => {
            let made = made(walk)?;
            let sort = type_sort(sql, walk);
            Command::Type(made, sort)
        }
        () if walk.take("domain") => {
            let made = made(walk)?;
            Command::Type(made, TypeSort::Domain(part(sql, walk.rest(), dialect)))
        }
        () if walk.take("schema") => {
            let guard = walk.guard();
            if walk.sees("authorization") {
                return None;
            }
            let name = walk.named()?;
            if walk.take("authorization") {
                walk.named();
            }
            if !walk.is_done() {
                return None;
            }
            Command::Schema(name, guard)
        }
        () if walk.take("function") => {
            Command::Routine(Box::new(routine(sql, walk, RoutineSort::Function, place)?))
        }
        () if walk.take("procedure") => {
            Command::Routine(Box::new(routine(sql, walk, RoutineSort::Procedure, place)?))
        }
        () if walk.take("extension") => {
            let guard = walk.guard();
            let name = walk.named()?.name;
            walk.take("with");
            let options = part(sql, walk.rest(), dialect);
            Command::Extension(Extension { name, options }, guard)
        }
        () if walk.one_of(&["event", "server", "language"]).is_some() => return None,
        () => extra(sql, walk).map_or(Command::Calls, |it| Command::Extra(Box::new(it))),
    })
}

/// `EXPLAIN`, which runs the statement behind `ANALYZE`.
fn explain(sql: &str) -> Command {
    let mut words = Walk::new(sql, Dialect::Postgres);
    while !words.is_done() {
        if words.take("analyze") || words.take("analyse") {
            return Command::Opaque;
        }
        words.skip();
    }
    Command::Nothing
}

fn drop_of(sql: &str, walk: &mut Walk<'_>) -> Command {
    walk.take("foreign");
    let Some(thing) = thing(walk) else { return dropped_extra(sql, walk) };
    walk.take("concurrently");
    let guard = walk.guard();
    let (paths, arguments) = match thing {
        Thing::Function => called(sql, walk),
        _ => (walk.pathnames(), Vec::new()),
    };
    let on = if walk.take("on") { walk.pathname() } else { None };
    let behaviour = walk.behaviour();
    Command::Drop(Removal { thing, paths, arguments, guard, behaviour, on })
}

pub(super) fn thing(walk: &mut Walk<'_>) -> Option<Thing> {
    const THINGS: &[(&str, Thing)] = &[
        ("table", Thing::Table),
        ("materialized view", Thing::MaterializedView),
        ("view", Thing::View),
        ("index", Thing::Index),
        ("trigger", Thing::Trigger),
        ("sequence", Thing::Sequence),
        ("type", Thing::Type),
        ("domain", Thing::Type),
        ("schema", Thing::Schema),
        ("function", Thing::Function),
        ("procedure", Thing::Function),
    ];
    THINGS.iter().find(|(words, _)| walk.take(words)).map(|&(_, thing)| thing)
}
