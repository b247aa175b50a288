//! Columns that come back behind the others, without a rebuild.

use crate::Dialect;
use crate::change::{AddedColumn, Default, Definition, Generated, Mark, Null, Stored, quoted};
use crate::text::{Token, tokens};

/// The `ADD COLUMN` of a column that `stored` has; `None` where SQLite may refuse it for the rows
/// that are there.
pub(super) fn addition(stored: &Stored, column: &str) -> Option<String> {
    let sql = stored.sql.as_deref()?;
    let definition = Definition::stored(sql, Dialect::Sqlite)?;
    let column = definition.column(column)?;
    let added = AddedColumn::read(sql.get(column.at.end..column.end)?, Dialect::Sqlite);
    let rows_fit = match (added.default, added.null) {
        (Default::Null, Null::Allowed) => true,
        (Default::Constant, _) => added.references.is_none(),
        (Default::Null, Null::Refused) | (Default::Computed(_), _) => false,
    };
    let is_plain = |mark: &Mark| !matches!(mark, Mark::Check(_) | Mark::Unique | Mark::PrimaryKey);
    let fits =
        rows_fit && added.generated != Generated::Stored && column.marks.iter().all(is_plain);
    let (table, text) = (quoted(&stored.name, Dialect::Sqlite), &sql[column.at.start..column.end]);
    fits.then(|| format!("ALTER TABLE {table} ADD COLUMN {}", without_comment(text)))
}

/// A text up to its last word: a comment behind it would hide what follows.
fn without_comment(sql: &str) -> &str {
    let last = tokens(sql, Dialect::Sqlite).filter(Token::is_significant).last();
    last.map_or(sql, |token| &sql[..token.range.end])
}
