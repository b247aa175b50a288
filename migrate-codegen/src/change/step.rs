//! One statement of a migration, with what is known of the schema before it.

use std::ops::Range;

use crate::check::in_file;
use crate::reader::{Kind, Name, Statement};
use crate::source::SqlText;

/// One statement of a migration, with what is known of the schema before it.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// The text that it stands in.
    pub text: &'a SqlText,
    /// The statement.
    pub statement: &'a Statement,
    /// What it is about to change, where a replay knows it.
    pub before: Before,
}

/// The objects that a statement is about to change: the one that it names and, where that is a
/// table or a view, the indexes and triggers that belong to it. Others do no harm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Before {
    /// Nobody looked.
    #[default]
    Unknown,
    /// These, in the order in which they were created; an empty list means that there is none.
    Known(Vec<Stored>),
}

/// An object as the engine keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its kind.
    pub object: Object,
    /// Its name.
    pub name: String,
    /// The table or view that an index or a trigger belongs to, else its own name:
    /// `sqlite_schema.tbl_name`.
    pub table: String,
    /// The statement that creates it; `None` for what the engine makes by itself, such as the
    /// index behind `UNIQUE`.
    pub sql: Option<String>,
}

/// The kinds of objects in a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Object {
    /// A table, a virtual one too.
    Table,
    /// An index.
    Index,
    /// A view.
    View,
    /// A trigger.
    Trigger,
}

/// The statements of one text as steps, while nothing is known of the schema.
#[must_use]
pub fn steps<'a>(text: &'a SqlText, statements: &'a [Statement]) -> Vec<Step<'a>> {
    statements.iter().map(|statement| Step { text, statement, before: Before::Unknown }).collect()
}

impl Step<'_> {
    /// What it does.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.statement.kind
    }

    /// The name of the object that it makes, changes or removes; empty when it names none.
    #[must_use]
    pub fn object(&self) -> &str {
        self.statement.object.as_ref().map_or("", |name| &name.name)
    }

    /// Whether it names this object, as SQLite compares names.
    #[must_use]
    pub fn concerns(&self, object: &str) -> bool {
        self.object().eq_ignore_ascii_case(object)
    }

    /// What a `CREATE` or `DROP` of `object` finds under its name.
    #[must_use]
    pub fn existing(&self, object: Object) -> Option<&Stored> {
        self.before.of(object).find(|stored| self.concerns(&stored.name))
    }

    /// The objects of a kind that belong to the table or view that it names.
    pub fn belongings(&self, object: Object) -> impl Iterator<Item = &Stored> {
        self.before.of(object).filter(|stored| self.concerns(&stored.table))
    }

    /// Its bytes in its file.
    #[must_use]
    pub fn at(&self) -> Range<usize> {
        in_file(self.text, &self.statement.range)
    }

    /// The bytes in its file that these bytes of the statement stand for.
    #[must_use]
    pub fn at_within(&self, range: &Range<usize>) -> Range<usize> {
        let base = self.statement.range.start;
        in_file(self.text, &(base + range.start..base + range.end))
    }

    /// The table that it concerns: the one that it names, or that its index or trigger belongs to.
    #[must_use]
    pub fn table(&self) -> &str {
        self.statement.on.as_ref().map_or_else(|| self.object(), |name| &name.name)
    }

    /// The bytes of a name in its file; those of the whole statement without one.
    #[must_use]
    pub fn at_name(&self, name: Option<&Name>) -> Range<usize> {
        name.map_or_else(|| self.at(), |name| in_file(self.text, &name.range))
    }
}

impl Before {
    /// The objects of a kind; none when nobody looked.
    pub fn of(&self, object: Object) -> impl Iterator<Item = &Stored> {
        let stored = match self {
            Self::Unknown => &[],
            Self::Known(stored) => stored.as_slice(),
        };
        stored.iter().filter(move |stored| stored.object == object)
    }
}

impl Object {
    /// The kind of object that statements of this kind make or remove.
    #[must_use]
    pub const fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::CreateTable | Kind::CreateVirtualTable | Kind::DropTable => Self::Table,
            Kind::CreateIndex | Kind::DropIndex => Self::Index,
            Kind::CreateView | Kind::DropView => Self::View,
            Kind::CreateTrigger | Kind::DropTrigger => Self::Trigger,
            _ => return None,
        })
    }

    /// `table`, `index`, `view` or `trigger`: the word of `sqlite_schema.type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Index => "index",
            Self::View => "view",
            Self::Trigger => "trigger",
        }
    }

    /// The kind that `sqlite_schema.type` calls by this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Self::Table, Self::Index, Self::View, Self::Trigger]
            .into_iter()
            .find(|object| object.as_str() == word)
    }
}
