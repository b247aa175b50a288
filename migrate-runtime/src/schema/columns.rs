//! The columns and references of a table, as the engine understands them.

use std::fmt;

use rusqlite::Connection;

use crate::driver::sqlite::string;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// The declared type; empty when there is none.
    pub(crate) declared: String,
    pub(crate) null: Null,
    /// The expression of `DEFAULT`.
    pub(crate) default: Option<String>,
    /// Its place in the primary key, from 1; 0 when it is not part of it.
    pub(crate) key: usize,
    pub(crate) origin: Origin,
}

/// Whether a column may be NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Null {
    Allowed,
    Refused,
}

/// Where the values of a column come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// They are written.
    Written,
    /// They are computed, or hidden by a virtual table.
    Computed,
}

/// A reference to another table.
#[cfg(feature = "verify")]
#[derive(Clone, Debug)]
pub(crate) struct ForeignKey {
    pub(crate) parent: String,
    pub(crate) from: Vec<String>,
    /// Empty for the parent's primary key.
    pub(crate) to: Vec<String>,
}

impl Column {
    /// Whether both mean the same: types are not case-sensitive.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let lower =
            |column: &Self| Self { declared: column.declared.to_lowercase(), ..column.clone() };
        lower(self) == lower(other)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        if !self.declared.is_empty() {
            write!(f, " {}", self.declared)?;
        }
        if self.null == Null::Refused {
            write!(f, " NOT NULL")?;
        }
        if let Some(default) = &self.default {
            write!(f, " DEFAULT {default}")?;
        }
        match self.key {
            0 => {}
            place => write!(f, " PRIMARY KEY {place}")?,
        }
        match self.origin {
            Origin::Written => Ok(()),
            Origin::Computed => write!(f, " GENERATED"),
        }
    }
}

/// The columns of a table, in their order.
pub(crate) fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let sql = format!(
        "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo({})",
        string(table)
    );
    let column = |row: &rusqlite::Row<'_>| {
        let refused = row.get::<_, bool>(2)?;
        let key = usize::try_from(row.get::<_, i64>(4)?).unwrap_or(0);
        Ok(Column {
            name: row.get(0)?,
            declared: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
            null: if refused { Null::Refused } else { Null::Allowed },
            default: row.get(3)?,
            key,
            origin: if row.get::<_, i64>(5)? == 0 { Origin::Written } else { Origin::Computed },
        })
    };
    connection.prepare(&sql)?.query_map([], column)?.collect()
}

#[cfg(feature = "verify")]
/// The references of a table to others, and to itself.
pub(crate) fn foreign_keys(
    connection: &Connection,
    table: &str,
) -> rusqlite::Result<Vec<ForeignKey>> {
    let sql = format!(
        "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list({}) ORDER BY id, seq",
        string(table)
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if keys.last().is_none_or(|(last, _)| *last != id) {
            let (parent, from, to) = (row.get(1)?, Vec::new(), Vec::new());
            keys.push((id, ForeignKey { parent, from, to }));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.from.push(row.get(2)?);
            key.to.extend(row.get::<_, Option<String>>(3)?);
        }
    }
    Ok(keys.into_iter().map(|(_, key)| key).collect())
}
