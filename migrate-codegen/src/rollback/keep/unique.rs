//! Values that may be in each other's way while they are set back row by row.

use super::table::{Keep, Kept};
use crate::Dialect;
use crate::catalog;
use crate::change::{Generated, Stored};
use crate::rollback::schema::{Column, Schema};

impl Keep {
    /// Whether values that come back may meet a `UNIQUE` of the table in the middle, as when a
    /// migration swapped them: the table is made again from all of them then.
    pub(in crate::rollback) fn collides(&self, stored: &Stored, before: &Schema) -> bool {
        let sql = stored.sql.as_deref().unwrap_or_default();
        let table = catalog::Table::read(sql, Dialect::Sqlite);
        let mut keys = table.iter().flat_map(catalog::Table::keys).flatten();
        keys.any(|column| self.sets_back(column.as_str(), before))
    }

    /// Whether they may meet this index, which is dropped meanwhile.
    pub(in crate::rollback) fn collides_with(&self, index: &Stored, before: &Schema) -> bool {
        let is_own = index.table.eq_ignore_ascii_case(&self.table) && index.mentions("unique");
        let generated = || generated(before, &self.table).any(|it| index.mentions(&it.name));
        is_own && self.written().any(|column| index.mentions(column) || generated())
    }

    /// Whether the values of a column change, or may be computed from those that do.
    fn sets_back(&self, column: &str, before: &Schema) -> bool {
        let is = |name: &str| name.eq_ignore_ascii_case(column);
        let computed = || generated(before, &self.table).any(|it| is(&it.name));
        self.written().any(|it| is(it) || computed())
    }

    /// The columns that are set back, the key aside.
    fn written(&self) -> impl Iterator<Item = &String> {
        let rows = match &self.kept {
            Kept::Table { .. } => None,
            Kept::Rows(rows) => Some(rows),
        };
        rows.into_iter().flat_map(|rows| {
            let written = rows.written.iter().map(|it| &it.column.before);
            written.filter(|name| rows.key().all(|key| key != *name))
        })
    }
}

/// The columns of a table that are computed from others.
fn generated<'a>(before: &'a Schema, table: &str) -> impl Iterator<Item = &'a Column> {
    before.columns_of(table).filter(|it| it.generated != Generated::No)
}
