//! Values that may be in each other's way while they are set back row by row.

use super::table::{Keep, Kept};
use crate::Dialect;
use crate::catalog;
use crate::change::Stored;

impl Keep {
    /// Whether values that come back may meet a `UNIQUE` of the table in the middle, as when a
    /// migration swapped them: the table is made again from all of them then.
    pub(in crate::rollback) fn collides(&self, stored: &Stored) -> bool {
        let sql = stored.sql.as_deref().unwrap_or_default();
        let table = catalog::Table::read(sql, Dialect::Sqlite);
        let mut keys = table.iter().flat_map(catalog::Table::keys).flatten();
        keys.any(|column| self.sets_back(column.as_str()))
    }

    /// Whether they may meet this index, which is dropped meanwhile.
    pub(in crate::rollback) fn collides_with(&self, index: &Stored) -> bool {
        index.table.eq_ignore_ascii_case(&self.table)
            && index.mentions("unique")
            && self.written().any(|column| index.mentions(column))
    }

    fn sets_back(&self, column: &str) -> bool {
        self.written().any(|it| it.eq_ignore_ascii_case(column))
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
