//! What the copy of a rebuild does not take along.

use super::{Mark, Rebuild};
use crate::change::cursor::Cursor;
use crate::change::step::Step;
use crate::reader::Kind;

/// What the copy of a rebuild leaves in the old table, which is dropped.
#[derive(Clone, Debug)]
pub struct LeftBehind<'s> {
    /// The statement that copies.
    pub copy: &'s Step<'s>,
    /// The columns whose values it does not read.
    pub columns: Vec<String>,
    /// The words that keep it from copying every row, such as `WHERE`.
    pub rows: Option<&'static str>,
}

impl<'s> Rebuild<'s> {
    /// What the statement that fills the new table leaves behind; `None` where several fill it, or
    /// none does, because then nobody can tell.
    #[must_use]
    pub fn left_behind(&self) -> Option<LeftBehind<'s>> {
        let mut copies = self.steps.iter().filter(|it| self.fills(it));
        let copy = copies.next().filter(|_| copies.next().is_none())?;
        Some(LeftBehind { copy, columns: self.unread(copy)?, rows: limited_by(copy) })
    }

    fn fills(&self, step: &Step<'_>) -> bool {
        matches!(step.kind(), Kind::Insert | Kind::Replace) && self.is_it(step.object())
    }

    /// The columns of the old table that the query does not name; `None` where it is no query.
    fn unread(&self, copy: &Step<'_>) -> Option<Vec<String>> {
        let mut query = Cursor::new(copy.statement.text(), self.dialect());
        query.seek(&["select", "with"])?;
        let mut named = Vec::new();
        while let Some(token) = query.next().cloned() {
            if token.is_symbol(query.sql, '*') {
                return Some(Vec::new());
            }
            named.extend(token.identifier(query.sql));
        }
        let is_named = |column: &str| named.iter().any(|it| it.eq_ignore_ascii_case(column));
        let computed =
            |marks: &[Mark]| marks.iter().any(|mark| matches!(mark, Mark::Stored | Mark::Virtual));
        let columns = self.old.columns.iter().filter(|it| !computed(&it.marks));
        Some(columns.map(|it| it.name.clone()).filter(|it| !is_named(it)).collect())
    }
}

/// The first words that keep a query over one table from giving every row of it.
fn limited_by(copy: &Step<'_>) -> Option<&'static str> {
    let cursor = || Cursor::new(copy.statement.text(), copy.statement.dialect());
    let says = |words: &[&str]| {
        let mut cursor = cursor();
        cursor.seek(&words[..1]).is_some() && cursor.take(&words[1..])
    };
    let limits: &[(&[&str], &str)] = &[
        (&["insert", "or", "ignore"], "OR IGNORE"),
        (&["select", "distinct"], "DISTINCT"),
        (&["where"], "WHERE"),
        (&["group", "by"], "GROUP BY"),
        (&["limit"], "LIMIT"),
    ];
    if says(&["union"]) {
        return None;
    }
    limits.iter().find(|(words, _)| says(words)).map(|(_, shown)| *shown)
}
