//! What is kept of a table beside the rows that it has, where it is made again from both.

use super::back::{alias, from};
use super::forth::{ADDED, CHANGED};
use super::table::{Keep, Kept, Pair, Rows, Value, of};
use crate::rollback::affinity::Affinity;
use crate::rollback::schema::Schema;

/// The kept rows beside those of a table that is made again.
pub(in crate::rollback) struct Beside<'a> {
    rows: &'a Rows,
    place: &'a str,
    source: &'a str,
    now: &'a Schema,
}

/// What a column has in rows of which nothing is kept.
pub(in crate::rollback) enum Otherwise {
    Null,
    /// This, in a column that may be null.
    Default(String),
    /// This, in a column that may not.
    NeverNull(String),
}

impl Keep {
    /// What is kept of the rows that `source` has, as `now` describes it; `None` where the table
    /// comes back as a whole.
    pub(in crate::rollback) fn beside<'a>(
        &'a self,
        source: &'a str,
        now: &'a Schema,
    ) -> Option<Beside<'a>> {
        match &self.kept {
            Kept::Table { .. } => None,
            Kept::Rows(rows) => Some(Beside { rows, place: &self.place, source, now }),
        }
    }
}

impl Beside<'_> {
    /// Joins the kept rows. Rows that the migration added stay out, unless somebody wrote them since.
    pub(in crate::rollback) fn join(&self) -> String {
        let key = |it: &Pair| format!("{} = {}", self.kept(&it.before), self.source(it));
        let meets: Vec<String> = self.rows.key.iter().map(|it| key(&it.column)).collect();
        let (place, fate) = (from(self.place, self.source), self.kept(&self.rows.fate));
        let written = self.rows.written.iter().map(|it| self.is_as_written(it));
        let written: Vec<String> = written.collect();
        let filter = match written.as_slice() {
            _ if !self.rows.tells() => String::new(),
            [] => format!(" WHERE {fate} IS NOT {ADDED}"),
            _ => format!(" WHERE {fate} IS NOT {ADDED} OR NOT ({})", written.join(" AND ")),
        };
        format!(" LEFT JOIN {place} ON {}{filter}", meets.join(" AND "))
    }

    /// The value of a column of which something is kept; `None` where nothing is.
    pub(in crate::rollback) fn value(&self, column: &str, otherwise: Otherwise) -> Option<String> {
        let is = |it: &str| it.eq_ignore_ascii_case(column);
        if let Some(value) = self.rows.written.iter().find(|it| is(&it.column.before)) {
            return Some(format!(
                "CASE WHEN {} = {CHANGED} AND {} THEN {} ELSE {} END",
                self.kept(&self.rows.fate),
                self.is_as_written(value),
                self.kept(&value.column.before),
                self.source(&value.column)
            ));
        }
        let kept = self.kept(self.rows.dropped.iter().find(|it| is(it))?);
        Some(match otherwise {
            Otherwise::Null => kept,
            Otherwise::NeverNull(other) => format!("coalesce({kept}, {other})"),
            Otherwise::Default(other) => {
                format!("CASE WHEN {} THEN {other} ELSE {kept} END", self.is_new())
            }
        })
    }

    /// True of a row of whose former values nothing is kept.
    fn is_new(&self) -> String {
        let key = self.rows.key.first().map(|it| self.kept(&it.column.before)).unwrap_or_default();
        if self.rows.tells() {
            // Of rows that the migration added it holds no values of lost columns.
            let fate = self.kept(&self.rows.fate);
            format!("{key} IS NULL OR {fate} IS {ADDED}")
        } else {
            format!("{key} IS NULL")
        }
    }

    /// True while the value still is what the migration wrote.
    fn is_as_written(&self, value: &Value) -> String {
        let (now, new) = (self.source(&value.column), self.kept(&value.new));
        let same = format!("{now} IS {new} COLLATE BINARY");
        match value.affinity.1 {
            Affinity::Blob => format!("typeof({now}) = typeof({new}) AND {same}"),
            _ => same,
        }
    }

    fn kept(&self, column: &str) -> String {
        of(alias(self.source), column)
    }

    /// A column of the table. One that was renamed back has its own name by now.
    fn source(&self, column: &Pair) -> String {
        let mut columns = self.now.columns_of(self.source);
        let is_there = columns.any(|it| it.name.eq_ignore_ascii_case(&column.now));
        of(self.source, if is_there { &column.now } else { &column.before })
    }
}
