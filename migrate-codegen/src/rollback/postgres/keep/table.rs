//! A kept table: what it is called, and what its columns hold.

use crate::Dialect;
use crate::catalog::{Column, Ident, Path, Table};
use crate::change::quoted;

/// What is kept of one table.
pub(in crate::rollback::postgres) struct Keep<'c> {
    /// The table before the migration.
    pub(super) table: &'c Table,
    /// The table that holds what is kept.
    pub(super) place: String,
    pub(super) kept: Kept<'c>,
}

/// How much of a table is kept.
pub(super) enum Kept<'c> {
    /// All of it: it is gone after the migration.
    Table(Vec<Stored<'c>>),
    /// Rows of a table that lives on, found again by their key.
    Rows(Rows<'c>),
}

/// What is kept of a table that lives on.
pub(super) struct Rows<'c> {
    /// The table after the migration.
    pub(super) now: Path,
    /// What tells its rows apart.
    pub(super) key: Vec<Held<'c>>,
    /// The columns that it loses.
    pub(super) dropped: Vec<Stored<'c>>,
    /// The columns that only rows lose which it takes out.
    pub(super) stay: Vec<Stored<'c>>,
    /// The columns that the migration may have written, and that live on.
    pub(super) written: Vec<Held<'c>>,
    pub(super) members: Members,
    /// The column of the kept table that says what happened to a row.
    pub(super) fate: Ident,
}

/// A column and how its values are kept.
#[derive(Clone, Copy)]
pub(super) struct Stored<'c> {
    pub(super) column: &'c Column,
}

/// A column that lives on.
pub(super) struct Held<'c> {
    pub(super) stored: Stored<'c>,
    /// Its name after the migration.
    pub(super) now: Ident,
    /// The column of the kept table with its new values.
    pub(super) new: Ident,
}

/// What the migration does to the rows of a table beside writing columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Members {
    Same,
    /// It adds some.
    More,
    /// It takes some out.
    Fewer,
    /// It may do both.
    Others,
}

/// What happened to a kept row.
pub(super) const ADDED: &str = "'added'";
pub(super) const CHANGED: &str = "'changed'";
pub(super) const DELETED: &str = "'deleted'";

/// Types of which equal values look the same.
const PLAIN: &[&str] = &[
    "smallint",
    "integer",
    "bigint",
    "boolean",
    "uuid",
    "date",
    "bytea",
    "timestamp without time zone",
    "timestamp with time zone",
];

impl Keep<'_> {
    /// The table before the migration, where that adds rows to it.
    pub(in crate::rollback::postgres) fn added_to(&self) -> Option<&Path> {
        match &self.kept {
            Kept::Rows(rows) if rows.adds() => Some(&self.table.name),
            Kept::Table(_) | Kept::Rows(_) => None,
        }
    }
}

impl Rows<'_> {
    /// Whether rows have different fates.
    pub(super) fn tells(&self) -> bool {
        !self.written.is_empty() || self.members != Members::Same
    }

    /// Whether values are set back. Where rows only become more, none has changed.
    pub(super) fn sets_back(&self) -> bool {
        !self.written.is_empty() && self.members != Members::More
    }

    /// Whether rows may be added.
    pub(super) fn adds(&self) -> bool {
        matches!(self.members, Members::More | Members::Others)
    }

    /// Whether rows may be taken out.
    pub(super) fn removes(&self) -> bool {
        matches!(self.members, Members::Fewer | Members::Others)
    }

    /// The columns whose old values are kept.
    pub(super) fn old(&self) -> impl Iterator<Item = Stored<'_>> {
        let key = self.key.iter().map(|it| it.stored);
        // Of rows that only become more nothing is lost.
        let written = self.written.iter().filter(move |_| self.members != Members::More);
        let others = self.dropped.iter().chain(&self.stay).copied();
        key.chain(others).chain(written.map(|it| it.stored))
    }
}

/// Types that are there whatever the history does.
const LASTING: &[&str] = &[
    "smallint",
    "integer",
    "bigint",
    "numeric",
    "real",
    "double",
    "money",
    "text",
    "character",
    "bytea",
    "boolean",
    "uuid",
    "date",
    "time",
    "timestamp",
    "interval",
    "json",
    "jsonb",
    "xml",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "bit",
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "tsvector",
    "tsquery",
    "oid",
];

impl<'c> Stored<'c> {
    /// The type that its values have in the kept table. A type that somebody made is not used: it
    /// could not be dropped then.
    fn kept_type(self) -> &'c str {
        let own = self.column.type_name.as_str();
        let first = own.split([' ', '(', '[']).next().unwrap_or(own);
        if LASTING.contains(&first) { own } else { "text" }
    }

    fn is_text(self) -> bool {
        self.kept_type() != self.column.type_name
    }

    pub(super) fn name(self) -> String {
        name(&self.column.name)
    }

    /// Its values as the copy takes them.
    pub(super) fn copied(self) -> String {
        let own = self.name();
        if self.is_text() { format!("CAST({own} AS text) AS {own}") } else { own }
    }

    /// Its kept value.
    pub(super) fn back(self, alias: &str) -> String {
        let kept = format!("{alias}.{}", self.name());
        if self.is_text() { format!("CAST({kept} AS {})", self.column.type_name) } else { kept }
    }

    /// A value of the table in the type that is kept.
    pub(super) fn as_kept(self, value: String) -> String {
        if self.is_text() { format!("CAST({value} AS text)") } else { value }
    }
}

impl Held<'_> {
    pub(super) fn name(&self) -> String {
        self.stored.name()
    }

    /// A column of the kept table for its new values, without one yet.
    pub(super) fn new_column(&self) -> String {
        format!("CAST(NULL AS {}) AS {}", self.stored.kept_type(), name(&self.new))
    }

    /// True where both values are the same, letter by letter.
    pub(super) fn same(&self, one: &str, other: &str) -> String {
        if is_exact(self.stored.column) {
            return format!("{one} IS NOT DISTINCT FROM {other}");
        }
        format!(
            "CAST({one} AS text) COLLATE \"C\" IS NOT DISTINCT FROM CAST({other} AS text) COLLATE \"C\""
        )
    }

    /// Its value after the migration, as it is kept.
    pub(super) fn value_now(&self, alias: &str) -> String {
        self.stored.as_kept(format!("{alias}.{}", name(&self.now)))
    }
}

/// Whether equal values of a column are the same, letter by letter.
pub(super) fn is_exact(column: &Column) -> bool {
    let of_type = column.type_name.as_str();
    let text = of_type == "text" || of_type.starts_with("character varying");
    column.collation.is_none() && (text || PLAIN.contains(&of_type))
}

/// A name as SQL.
pub(super) fn name(ident: &Ident) -> String {
    quoted(ident.as_str(), Dialect::Postgres)
}

/// Names as SQL.
pub(super) fn names<'a>(all: impl IntoIterator<Item = &'a Ident>) -> String {
    all.into_iter().map(name).collect::<Vec<_>>().join(", ")
}
