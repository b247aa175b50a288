//! What becomes of the tables that a migration drops.

use super::clauses::copies;
use super::cursor::Cursor;
use super::step::{Object, Step};
use crate::reader::{Existence, Kind, Lifetime, Statement};
use std::ops::Range;

/// A `DROP TABLE` and what it means for the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedTable {
    /// The statement, as an index into the steps.
    pub step: usize,
    /// The name that the table had before the migration.
    pub name: String,
    /// The bytes of its name in the statement, which may drop several.
    pub at: Range<usize>,
    /// What becomes of its rows.
    pub fate: Fate,
}

/// What becomes of the rows of a table that is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The migration made the table itself.
    MadeHere,
    /// They were copied, and a table that the migration made takes its name: a rebuild.
    Rebuilt,
    /// They are gone.
    Lost,
}

/// The tables that `steps` drop.
#[must_use]
pub fn dropped_tables(steps: &[Step<'_>]) -> Vec<DroppedTable> {
    let mut tables = Tables::default();
    for (at, step) in steps.iter().enumerate() {
        tables.enter(at, step);
    }
    tables.close()
}

/// The statements whose object is a table that an earlier one of them made, under the name that it
/// has there: for each step, whether it is one.
#[must_use]
pub fn made_here(steps: &[Step<'_>]) -> Vec<bool> {
    let mut tables = Tables::default();
    let mut enter = |(at, step): (usize, &Step<'_>)| {
        let made = tables.origin(step.object()) == Origin::Here;
        tables.enter(at, step);
        made
    };
    steps.iter().enumerate().map(&mut enter).collect()
}

/// The statements that concern what was there before them, with their indices.
pub fn on_earlier<'s, 'a>(
    steps: &'s [Step<'a>],
) -> impl Iterator<Item = (usize, &'s Step<'a>)> + use<'s, 'a> {
    let made = made_here(steps);
    steps.iter().enumerate().filter(move |(at, _)| !made[*at])
}

/// The same, where a statement that makes an index or a trigger concerns the table that it is for.
pub fn on_earlier_tables<'s, 'a>(
    steps: &'s [Step<'a>],
) -> impl Iterator<Item = (usize, &'s Step<'a>)> + use<'s, 'a> {
    let mut tables = Tables::default();
    steps.iter().enumerate().filter(move |(at, step)| {
        let made = tables.origin(step.table()) == Origin::Here;
        tables.enter(*at, step);
        !made
    })
}

/// Where a table comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Origin {
    /// Earlier migrations, which call it so.
    Before(String),
    /// This one.
    Here,
    /// It is gone.
    Gone,
}

#[derive(Default)]
struct Tables {
    /// Tables that are not what they were, by their names now; the last entry counts.
    now: Vec<(String, Origin)>,
    /// Earlier tables whose rows were copied, by their first names.
    copied: Vec<String>,
    dropped: Vec<(usize, Range<usize>, Origin)>,
}

impl Tables {
    fn origin(&self, name: &str) -> Origin {
        let known = self.now.iter().rev().find(|(now, _)| now.eq_ignore_ascii_case(name));
        known.map_or_else(|| Origin::Before(name.to_owned()), |(_, origin)| origin.clone())
    }

    fn enter(&mut self, at: usize, step: &Step<'_>) {
        let name = step.object();
        for from in copies(step).into_iter().flat_map(|copies| copies.from) {
            if let Origin::Before(first) = self.origin(&from) {
                self.copied.push(first);
            }
        }
        match (step.kind(), &step.statement.to) {
            (Kind::CreateTable | Kind::CreateVirtualTable, _) if makes(step) => {
                self.now.push((name.to_owned(), Origin::Here));
            }
            // It has rows and indexes as a table has.
            (Kind::CreateOther, _) if is_materialized_view(step) => {
                self.now.push((name.to_owned(), Origin::Here));
            }
            (Kind::AlterRenameTable, Some(to)) => {
                let origin = self.origin(name);
                self.now.push((name.to_owned(), Origin::Gone));
                self.now.push((to.name.clone(), origin));
            }
            (Kind::DropTable, _) => {
                for (name, range) in dropped_names(step.statement) {
                    self.dropped.push((at, range, self.origin(&name)));
                    self.now.push((name, Origin::Gone));
                }
            }
            _ => {}
        }
    }

    fn close(self) -> Vec<DroppedTable> {
        let copied = |first: &String| self.copied.iter().any(|it| it.eq_ignore_ascii_case(first));
        let fate = |origin: &Origin| match origin {
            Origin::Before(first) if copied(first) => match self.origin(first) {
                Origin::Here => Fate::Rebuilt,
                Origin::Before(_) | Origin::Gone => Fate::Lost,
            },
            Origin::Before(_) => Fate::Lost,
            Origin::Here | Origin::Gone => Fate::MadeHere,
        };
        let described = |(step, at, origin): &(usize, Range<usize>, Origin)| DroppedTable {
            step: *step,
            at: at.clone(),
            fate: fate(origin),
            name: match origin {
                Origin::Before(first) => first.clone(),
                Origin::Here | Origin::Gone => String::new(),
            },
        };
        self.dropped.iter().map(described).collect()
    }
}

/// The tables that a `DROP TABLE` names, with their bytes in the statement.
fn dropped_names(statement: &Statement) -> Vec<(String, Range<usize>)> {
    let mut cursor = Cursor::new(statement.text(), statement.dialect());
    cursor.take(&["drop"]);
    cursor.take(&["foreign"]);
    cursor.take(&["table"]);
    cursor.take(&["if", "exists"]);
    let mut names = Vec::new();
    while let Some(name) = cursor.name() {
        names.push((name, cursor.before().map_or(0..0, |token| token.range.clone())));
        if !cursor.take_symbol(',') {
            break;
        }
    }
    names
}

fn is_materialized_view(step: &Step<'_>) -> bool {
    let view = ["create", "materialized", "view"];
    Cursor::new(step.statement.text(), step.statement.dialect()).take(&view)
}

/// Whether a `CREATE TABLE` makes a table, as far as is known, rather than finding one.
fn makes(step: &Step<'_>) -> bool {
    step.statement.existence != Existence::IfNotExists
        || step.statement.lifetime == Lifetime::Temporary
        || step.existing(Object::Table).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::change::steps;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[track_caller]
    fn check(sql: &str, expected: &[(&str, Fate)]) {
        let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
        let statements = read(&text, Dialect::Sqlite);
        let found = dropped_tables(&steps(&text, &statements));
        let found: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.fate)).collect();
        assert_eq!(found, expected, "{sql}");
    }

    #[test]
    fn rebuilds_keep_their_rows() {
        use Fate::{Lost, MadeHere, Rebuilt};
        check("DROP TABLE a", &[("a", Lost)]);
        check("CREATE TABLE a (x); DROP TABLE a", &[("", MadeHere)]);
        let copy = "CREATE TABLE n (x); INSERT INTO n SELECT x FROM a;";
        check(&format!("{copy} DROP TABLE a; ALTER TABLE n RENAME TO a"), &[("a", Rebuilt)]);
        check(&format!("{copy} DROP TABLE A"), &[("A", Lost)]);
        check("CREATE TABLE a (x); DROP TABLE IF EXISTS main.a, b", &[("", MadeHere), ("b", Lost)]);
        check("CREATE TABLE n (x); DROP TABLE a; ALTER TABLE n RENAME TO a", &[("a", Lost)]);
        let aside = "ALTER TABLE a RENAME TO o; CREATE TABLE a (x); INSERT INTO a SELECT x FROM o;";
        check(&format!("{aside} DROP TABLE o"), &[("a", Rebuilt)]);
        let backup = "CREATE TEMP TABLE b AS SELECT * FROM a; DROP TABLE a; CREATE TABLE a (x); \
                      INSERT INTO a SELECT x FROM b; DROP TABLE b";
        check(backup, &[("a", Rebuilt), ("", MadeHere)]);
    }
}
