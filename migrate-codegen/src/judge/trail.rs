//! When the objects of a history were made, renamed and dropped, by the first words of statements.

use crate::check::{History, Unit};
use crate::reader::{Kind, Name, Statement};
use crate::text::nearest;

/// A statement of a history: the migration's position in the order, and the statement's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) migration: usize,
    pub(super) statement: usize,
}

/// What happened to an object, or to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Made,
    Gone,
}

/// The statements of a history, in order.
#[derive(Clone, Copy)]
pub(super) struct Trail<'a> {
    history: &'a History<'a>,
}

impl<'a> Trail<'a> {
    pub(super) fn new(history: &'a History<'a>) -> Self {
        Self { history }
    }

    /// The index, among the sources, of the migration at this position of the order.
    pub(super) fn index(self, migration: usize) -> usize {
        self.history.order[migration]
    }

    /// The migration at this position of the order.
    pub(super) fn unit(self, migration: usize) -> &'a Unit<'a> {
        &self.history.units[self.index(migration)]
    }

    /// The statement at this spot.
    pub(super) fn statement(self, spot: Spot) -> &'a Statement {
        &self.unit(spot.migration).statements()[spot.statement]
    }

    /// "created later, by migration 7", "dropped by migration 5": what the history says of a name
    /// that is missing at `here`.
    pub(super) fn fate(
        self,
        here: Spot,
        name: &str,
        life: &[(Spot, Event)],
        made: &str,
    ) -> Option<String> {
        let before = life.iter().rfind(|(spot, _)| *spot < here);
        if let Some(&(spot, Event::Gone)) = before {
            let gone = match &self.statement(spot).to {
                Some(to) => format!("renamed to `{to}`"),
                None => "dropped".to_owned(),
            };
            return Some(format!("`{name}` was {gone} by {}", self.whereabouts(here, spot)));
        }
        let later = life.iter().find(|(spot, event)| *spot > here && *event == Event::Made);
        let &(spot, _) = later?;
        Some(format!("`{name}` is {made} later, by {}", self.whereabouts(here, spot)))
    }

    /// "`orders` is created by migration 2": where a name comes from that is taken at `here`.
    pub(super) fn creator(self, here: Spot, name: &str) -> Option<String> {
        let made = |&(spot, event): &(Spot, _)| event == Event::Made && spot < here;
        let (spot, _) = self.life(name).into_iter().rfind(made)?;
        Some(format!("`{name}` is created by {}", self.whereabouts(here, spot)))
    }

    /// "`orders` has had it since migration 2": of a column that is there already.
    pub(super) fn column_creator(self, here: Spot, table: &str, column: &str) -> Option<String> {
        let spot = self
            .column_origin_before(table, column, here)
            .or_else(|| self.origin_before(table, here))?;
        Some(format!("`{table}` has had it since {}", self.whereabouts(here, spot)))
    }

    /// "migration 7", or "this migration (line 3)".
    pub(super) fn whereabouts(self, here: Spot, spot: Spot) -> String {
        if spot.migration == here.migration {
            let line = self.statement(spot).place.line;
            format!("this migration (line {line})")
        } else {
            format!("migration {}", self.unit(spot.migration).source.version)
        }
    }

    fn statements(self) -> impl DoubleEndedIterator<Item = (Spot, &'a Statement)> {
        (0..self.history.order.len()).flat_map(move |migration| {
            let statements = self.unit(migration).statements().iter().enumerate();
            statements.map(move |(statement, found)| (Spot { migration, statement }, found))
        })
    }

    /// What happened to the table, index, view or trigger `name`, in order.
    pub(super) fn life(self, name: &str) -> Vec<(Spot, Event)> {
        self.statements().filter_map(|(spot, found)| Some((spot, event(found, name)?))).collect()
    }

    /// What `ALTER TABLE` did to the column `name` of one of these tables, in order.
    pub(super) fn column_life(self, tables: &[String], name: &str) -> Vec<(Spot, Event)> {
        let event = |found: &Statement| {
            tables.iter().find(|table| named(found.object.as_ref(), table))?;
            let is = |column: &Option<Name>| named(column.as_ref(), name);
            match found.kind {
                Kind::AlterAddColumn if is(&found.column) => Some(Event::Made),
                Kind::AlterRenameColumn if is(&found.to) => Some(Event::Made),
                Kind::AlterRenameColumn | Kind::AlterDropColumn if is(&found.column) => {
                    Some(Event::Gone)
                }
                _ => None,
            }
        };
        self.statements().filter_map(|(spot, found)| Some((spot, event(found)?))).collect()
    }

    /// The statement that made what is called `name` at the end, through renames.
    #[cfg(feature = "sqlite")]
    pub(super) fn origin(self, name: &str) -> Option<Spot> {
        self.origin_before(name, Spot { migration: usize::MAX, statement: 0 })
    }

    /// The statement that made what is called `name` at `here`, through renames.
    pub(super) fn origin_before(self, name: &str, here: Spot) -> Option<Spot> {
        let mut name = name.to_owned();
        for (spot, found) in self.statements().rev().filter(|(spot, _)| *spot < here) {
            if found.kind == Kind::AlterRenameTable && named(found.to.as_ref(), &name) {
                name.clone_from(&found.object.as_ref()?.name);
            } else if found.kind.is_create() && named(found.object.as_ref(), &name) {
                return Some(spot);
            }
        }
        None
    }

    /// The `ALTER TABLE` before `here` that added a column to a table.
    pub(super) fn column_origin_before(
        self,
        table: &str,
        column: &str,
        here: Spot,
    ) -> Option<Spot> {
        let adds = |found: &Statement| {
            found.kind == Kind::AlterAddColumn
                && named(found.object.as_ref(), table)
                && named(found.column.as_ref(), column)
        };
        let mut before = self.statements().rev().filter(|(spot, _)| *spot < here);
        before.find(|(_, found)| adds(found)).map(|(spot, _)| spot)
    }
}

/// The known name nearest to a misspelt one. Very short names are near to everything.
pub(super) fn near<'a>(name: &str, known: &'a [String]) -> Option<&'a str> {
    let near = nearest(name, known.iter().map(String::as_str))?;
    (name.chars().count() > 2 && !near.eq_ignore_ascii_case(name)).then_some(near)
}

fn event(found: &Statement, name: &str) -> Option<Event> {
    match found.kind {
        kind if kind.is_create() && named(found.object.as_ref(), name) => Some(Event::Made),
        Kind::AlterRenameTable if named(found.to.as_ref(), name) => Some(Event::Made),
        Kind::AlterRenameTable if named(found.object.as_ref(), name) => Some(Event::Gone),
        kind if kind.is_drop() && named(found.object.as_ref(), name) => Some(Event::Gone),
        _ => None,
    }
}

fn named(found: Option<&Name>, name: &str) -> bool {
    found.is_some_and(|found| found.is(name))
}
