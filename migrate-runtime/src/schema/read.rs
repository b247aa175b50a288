//! The schema as the engine keeps it, without the history's own tables.

use std::collections::BTreeMap;

use migrate_codegen::vocabulary::is_kept;
use rusqlite::Connection;

use super::columns::{Column, columns};
use crate::history::Tables;

/// The schema of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Schema {
    /// By kind and name.
    pub(crate) objects: BTreeMap<(Kind, String), Object>,
}

/// Tables come first: what belongs to a table is missing with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Table,
    View,
    Index,
    Trigger,
}

/// One object of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    /// The table that an index or trigger belongs to.
    pub(crate) table: String,
    pub(crate) sql: String,
    /// The columns of a table.
    pub(crate) columns: Vec<Column>,
}

impl Kind {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Table, "table"),
        (Self::View, "view"),
        (Self::Index, "index"),
        (Self::Trigger, "trigger"),
    ];

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, name)| *name == word).map(|(kind, _)| kind)
    }

    pub(crate) fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

impl Object {
    /// `table `orders``, `index `by_name` of `orders``.
    pub(crate) fn title(&self) -> String {
        let (word, name, table) = (self.kind.word(), &self.name, &self.table);
        match self.kind {
            Kind::Table | Kind::View => format!("{word} `{name}`"),
            Kind::Index | Kind::Trigger => format!("{word} `{name}` of `{table}`"),
        }
    }

    #[cfg(feature = "verify")]
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(crate) fn is_virtual(&self) -> bool {
        self.sql.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("CREATE VIRTUAL"))
    }
}

impl Schema {
    /// Reads the objects that migrations make: not the engine's own, not the history's, not what
    /// is kept aside, and not those that a virtual table keeps its rows in.
    pub(crate) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut schema = Self::texts(connection)?;
        let tables = schema.objects.values_mut().filter(|object| object.kind == Kind::Table);
        for table in tables {
            table.columns = columns(connection, &table.name)?;
        }
        Ok(schema)
    }

    /// The same without the columns of tables, which is much faster.
    pub(crate) fn texts(connection: &Connection) -> rusqlite::Result<Self> {
        let mut objects = of_master(connection)?;
        let kept: Vec<String> = objects
            .iter()
            .filter(|object| object.is_virtual())
            .map(|object| format!("{}_", object.name))
            .collect();
        objects.retain(|object| {
            let shadow = kept.iter().any(|start| object.table.starts_with(start));
            !is_kept(&object.table) && (object.is_virtual() || !shadow)
        });
        let keyed = |object: Object| ((object.kind, object.name.to_lowercase()), object);
        let schema = Self { objects: objects.into_iter().map(keyed).collect() };
        Ok(schema.without_history(&Tables::default()))
    }

    /// The same without the columns of tables.
    pub(crate) fn without_columns(mut self) -> Self {
        self.objects.values_mut().for_each(|object| object.columns.clear());
        self
    }

    /// The same without the history's tables.
    pub(crate) fn without_history(self, tables: &Tables) -> Self {
        self.without(&[tables.history(), tables.log(), tables.lock()])
    }

    /// The same without these tables, and what belongs to them.
    pub(crate) fn without(mut self, tables: &[&str]) -> Self {
        let is_named = |table: &str| tables.iter().any(|name| name.eq_ignore_ascii_case(table));
        self.objects.retain(|_, object| !is_named(&object.table));
        self
    }

    #[cfg(feature = "verify")]
    /// The tables, virtual ones too.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &Object> {
        self.objects.values().filter(|object| object.kind == Kind::Table)
    }

    #[cfg(feature = "verify")]
    /// The table itself, and everything that belongs to it.
    pub(crate) fn texts_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a str> {
        let of_table = move |object: &&Object| {
            object.table.eq_ignore_ascii_case(table) || object.kind == Kind::Trigger
        };
        self.objects.values().filter(of_table).map(|object| object.sql.as_str())
    }

    #[cfg(feature = "verify")]
    /// The triggers of a table.
    pub(crate) fn triggers_of<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a str> {
        let of_table = move |object: &&Object| {
            object.kind == Kind::Trigger && object.table.eq_ignore_ascii_case(table)
        };
        self.objects.values().filter(of_table).map(|object| object.sql.as_str())
    }
}

fn of_master(connection: &Connection) -> rusqlite::Result<Vec<Object>> {
    // Indexes without a text belong to the constraints of their table.
    let sql = "SELECT type, name, tbl_name, sql FROM sqlite_master \
               WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
               AND tbl_name NOT LIKE '\\_cf\\_%' ESCAPE '\\'";
    let mut statement = connection.prepare(sql)?;
    let object = |row: &rusqlite::Row<'_>| {
        let kind = Kind::named(&row.get::<_, String>(0)?);
        let (name, table, sql) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(kind.map(|kind| Object { kind, name, table, sql, columns: Vec::new() }))
    };
    let objects: rusqlite::Result<Vec<_>> = statement.query_map([], object)?.collect();
    Ok(objects?.into_iter().flatten().collect())
}
