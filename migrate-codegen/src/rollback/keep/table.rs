//! A kept table: what it is called, and what its columns hold.

use crate::Dialect;
use crate::Version;
use crate::change::quoted;
use crate::rollback::affinity::Affinity;
use crate::vocabulary::KEPT;

/// What is kept of one table.
#[derive(Clone, Debug)]
pub(in crate::rollback) struct Keep {
    /// The table before the migration.
    pub(in crate::rollback) table: String,
    /// The table that holds what is kept.
    pub(in crate::rollback) place: String,
    pub(in crate::rollback) kept: Kept,
}

/// How much of a table is kept.
#[derive(Clone, Debug)]
pub(in crate::rollback) enum Kept {
    /// All of it: it is gone after the migration.
    Table {
        columns: Vec<String>,
        /// The column that `AUTOINCREMENT` counts.
        counted: Option<String>,
    },
    /// Rows of a table that lives on, found again by their key.
    Rows(Rows),
}

/// What is kept of a table that lives on.
#[derive(Clone, Debug)]
pub(in crate::rollback) struct Rows {
    /// The table after the migration.
    pub(in crate::rollback) now: String,
    /// What tells its rows apart.
    pub(in crate::rollback) key: Vec<Key>,
    /// The columns that it loses.
    pub(in crate::rollback) dropped: Vec<String>,
    /// The columns that only rows which it takes out lose.
    pub(in crate::rollback) stay: Vec<String>,
    /// The columns that the migration may have written, and that live on.
    pub(in crate::rollback) written: Vec<Value>,
    pub(in crate::rollback) members: Members,
    /// The column of the kept table that says what happened to a row.
    pub(in crate::rollback) fate: String,
}

/// A column of the key.
#[derive(Clone, Debug)]
pub(in crate::rollback) struct Key {
    pub(in crate::rollback) column: Pair,
    /// What the kept table says of it, so that an index of either table finds it in the other:
    /// ` INTEGER`, ` TEXT COLLATE nocase`.
    pub(in crate::rollback) holds: String,
    /// Whether an index of the table finds a row by it after the migration.
    pub(in crate::rollback) indexed: Indexed,
    pub(in crate::rollback) collated: Collated,
}

/// Whether an index of a table begins with a column, in the order that its values are compared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rollback) enum Indexed {
    No,
    Yes,
}

/// Whether values of a column may differ and be the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rollback) enum Collated {
    No,
    Yes,
}

/// A column before the migration and after it.
#[derive(Clone, Debug)]
pub(in crate::rollback) struct Pair {
    pub(in crate::rollback) before: String,
    pub(in crate::rollback) now: String,
}

/// A column that the migration may have written.
#[derive(Clone, Debug)]
pub(in crate::rollback) struct Value {
    /// Its names. The kept table has the old values under the first.
    pub(in crate::rollback) column: Pair,
    /// The column of the kept table with the new values.
    pub(in crate::rollback) new: String,
    /// Its affinity before the migration and after it.
    pub(in crate::rollback) affinity: (Affinity, Affinity),
}

/// Whether the migration adds rows to the table or takes some out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rollback) enum Members {
    #[default]
    Same,
    /// It takes some out.
    Fewer,
    /// It may do both, one in the place of another too.
    Others,
}

/// The table that holds what a migration keeps of `table`.
pub(super) fn place(version: Version, table: &str) -> String {
    format!("{KEPT}{version}_{table}")
}

impl Keep {
    /// Makes the kept table. Its columns have no types: a value stays what it is in them, whereas
    /// `CREATE TABLE .. AS` gives them types that may convert it.
    pub(in crate::rollback) fn create(&self) -> String {
        let place = name(&self.place);
        match &self.kept {
            Kept::Table { columns, counted } => {
                let column = |it: &String| match counted {
                    Some(counted) if counted == it => {
                        format!("{} INTEGER PRIMARY KEY AUTOINCREMENT", name(it))
                    }
                    _ => name(it),
                };
                let columns: Vec<String> = columns.iter().map(column).collect();
                format!("CREATE TABLE {place} ({})", columns.join(", "))
            }
            Kept::Rows(rows) => {
                let key = names(rows.key());
                let column = |it: &Key| format!("{}{}", name(&it.column.before), it.holds);
                let mut columns: Vec<String> = rows.key.iter().map(column).collect();
                columns.extend(names(rows.lost()));
                columns.extend(names(rows.written_now()));
                columns.extend(rows.tells().then(|| name(&rows.fate)));
                format!(
                    "CREATE TABLE {place} ({}, PRIMARY KEY ({})) WITHOUT ROWID",
                    columns.join(", "),
                    key.join(", ")
                )
            }
        }
    }

    /// How many columns the kept table has.
    pub(in crate::rollback) fn width(&self) -> usize {
        match &self.kept {
            Kept::Table { columns, .. } => columns.len(),
            Kept::Rows(rows) => rows.old().count() + rows.written.len() + usize::from(rows.tells()),
        }
    }

    /// The name that the table has after the migration, if it lives on.
    pub(in crate::rollback) fn now(&self) -> Option<&str> {
        match &self.kept {
            Kept::Table { .. } => None,
            Kept::Rows(rows) => Some(&rows.now),
        }
    }

    /// What removes the kept table.
    pub(in crate::rollback) fn discard(&self) -> String {
        format!("DROP TABLE {}", name(&self.place))
    }
}

impl Rows {
    /// The key, as the kept table has it.
    pub(super) fn key(&self) -> impl Iterator<Item = &String> {
        self.key.iter().map(|it| &it.column.before)
    }

    /// The columns whose old values are kept.
    fn lost(&self) -> impl Iterator<Item = &String> {
        let is_key = |name: &&String| self.key().any(|it| it == *name);
        let written = self.written.iter().map(|it| &it.column.before);
        self.dropped.iter().chain(&self.stay).chain(written.filter(move |it| !is_key(it)))
    }

    /// The columns that hold what was there before.
    pub(super) fn old(&self) -> impl Iterator<Item = &String> {
        self.key().chain(self.lost())
    }

    /// The columns with new values.
    fn written_now(&self) -> impl Iterator<Item = &String> {
        self.written.iter().map(|it| &it.new)
    }

    /// Whether rows have different fates.
    pub(super) fn tells(&self) -> bool {
        !self.written.is_empty() || self.members != Members::Same
    }

    /// True of a row of `table` and a kept row with the same key.
    pub(super) fn meets(&self, place: &str, table: &str, side: impl Fn(&Pair) -> String) -> String {
        let one = |it: &Key| {
            format!("{} = {}", of(table, &side(&it.column)), of(place, &it.column.before))
        };
        self.key.iter().map(one).collect::<Vec<_>>().join(" AND ")
    }
}

/// A name as SQL.
pub(super) fn name(text: &str) -> String {
    quoted(text, Dialect::Sqlite)
}

/// Names as SQL.
pub(super) fn names<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
    all.map(|it| name(it)).collect()
}

/// A column of a table as SQL.
pub(super) fn of(table: &str, column: &str) -> String {
    format!("{}.{}", name(table), name(column))
}
