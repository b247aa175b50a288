//! A table that is rebuilt, before and after.

mod left_behind;

use super::copy::{Copy, Extent, Selected};
use super::cursor::Cursor;
use super::definition::{Column, Definition, Mark, Sort, definition};
use super::fate::{Fate, dropped_tables};
use super::step::{Object, Step, Stored};
use crate::Dialect;
use crate::reader::Kind;

pub use left_behind::LeftBehind;

/// A table that is rebuilt: made anew, filled, and put in the place of the old one.
#[derive(Debug)]
pub struct Rebuild<'s> {
    /// The name of the table.
    pub name: String,
    /// The statement that drops the old one.
    pub drop: &'s Step<'s>,
    steps: &'s [Step<'s>],
    /// The name that the new table is made under.
    made_as: String,
    old: Definition,
    new: Definition,
}

/// The rebuilds among `steps` of which both texts are known.
#[must_use]
pub fn rebuilds<'s>(steps: &'s [Step<'s>]) -> Vec<Rebuild<'s>> {
    let dropped = dropped_tables(steps).into_iter().filter(|it| it.fate == Fate::Rebuilt);
    let rebuild = |name: String, drop: &'s Step<'s>| {
        let dialect = drop.statement.dialect();
        let old = drop.existing(Object::Table)?.sql.as_deref()?;
        let (made_as, new) = made(steps, &name)?;
        let old = Definition::stored(old, dialect)?;
        Some(Rebuild { name, drop, steps, made_as, old, new })
    };
    dropped.filter_map(|it| rebuild(it.name, &steps[it.step])).collect()
}

/// The last table that is made under the name, or renamed to it.
fn made(steps: &[Step<'_>], name: &str) -> Option<(String, Definition)> {
    let renamed = |it: &Step<'_>| {
        it.kind() == Kind::AlterRenameTable
            && it.statement.to.as_ref().is_some_and(|to| to.is(name))
    };
    let first = steps.iter().rfind(|it| renamed(it)).map_or(name, |it| it.object());
    let table = steps.iter().rfind(|it| it.kind() == Kind::CreateTable && it.concerns(first))?;
    let new = definition(table.statement).filter(|it| !it.columns.is_empty())?;
    Some((first.to_owned(), new))
}

impl Rebuild<'_> {
    /// What the table had and has no more, in words, unless that looks like the very purpose of the
    /// rebuild: a foreign key, a check or a default may go where nothing else changes. Columns that
    /// are gone take their own along.
    #[must_use]
    pub fn lost(&self) -> Vec<String> {
        let (keys, checks) = (self.keys(), self.checks());
        let mut lost: Vec<_> = self.options().collect();
        lost.extend(self.marks(lost_mark));
        let reshaped = self.is_reshaped();
        if reshaped || !keys.is_empty() || checks.is_some() {
            lost.extend(self.marks(lost_default));
        }
        if reshaped {
            lost.extend(keys);
            lost.extend(checks);
        }
        lost.extend(self.indexes());
        lost.extend(self.triggers());
        lost
    }

    /// Whether columns come, go, or become something else.
    fn is_reshaped(&self) -> bool {
        let (old, new) = (&self.old.columns, &self.new.columns);
        let same = |column: &Column| {
            self.new.column(&column.name).is_some_and(|it| {
                it.type_name == column.type_name
                    && it.is(&Mark::NotNull) == column.is(&Mark::NotNull)
                    && it.is(&Mark::Unique) == column.is(&Mark::Unique)
            })
        };
        old.len() != new.len() || !old.iter().all(same)
    }

    /// The columns that become `NOT NULL` while the rows are copied as they are, and the statement
    /// that copies them.
    #[must_use]
    pub fn copied_nulls(&self) -> Option<(&Step<'_>, Vec<String>)> {
        let copies = |it: &Step<'_>| Copy::read(it).filter(|copy| self.is_copied_whole(copy));
        let (step, copy) = self.steps.iter().find_map(|it| Some((it, copies(it)?)))?;
        let into = copy.into.unwrap_or_else(|| names(&self.new));
        let from = match copy.columns {
            Selected::All => names(&self.old).into_iter().map(Some).collect(),
            Selected::These(list) => list.into_iter().map(|it| it.column).collect::<Vec<_>>(),
        };
        let nulls = into.iter().zip(from).filter_map(|(into, from)| {
            let (new, old) = (self.new.column(into)?, self.old.column(&from?)?);
            (new.is(&Mark::NotNull) && takes_null(old)).then(|| old.name.clone())
        });
        Some((step, nulls.collect()))
    }

    fn is_copied_whole(&self, copy: &Copy) -> bool {
        copy.extent == Extent::Whole
            && copy.from.eq_ignore_ascii_case(&self.name)
            && copy.to.eq_ignore_ascii_case(&self.made_as)
    }

    fn dialect(&self) -> Dialect {
        self.drop.statement.dialect()
    }

    /// What the texts say of the table and its columns.
    fn marks(&self, lost: fn(&Mark, &Column) -> Option<String>) -> Vec<String> {
        let columns = self.old.columns.iter();
        let kept = columns.filter_map(|old| Some((old, self.new.column(&old.name)?)));
        let marks = kept.flat_map(|(old, new)| old.marks.iter().map(move |mark| (mark, new)));
        marks.filter_map(|(mark, new)| lost(mark, new)).collect()
    }

    fn options(&self) -> impl Iterator<Item = String> {
        let options = ["strict", "without rowid"].into_iter();
        let gone = options.filter(|it| self.old.says(it) && !self.new.says(it));
        gone.map(|it| format!("`{}`", it.to_uppercase()))
    }

    fn checks(&self) -> Option<String> {
        let checks = |table: &Definition| {
            let own = table.constraints.iter().filter(|it| it.sort == Sort::Check).count();
            let marks = table.columns.iter().flat_map(|it| &it.marks);
            own + marks.filter(|it| matches!(it, Mark::Check(_))).count()
        };
        let fewer = self.has_all_columns() && checks(&self.new) < checks(&self.old);
        fewer.then(|| "a `CHECK`".to_owned())
    }

    fn has_all_columns(&self) -> bool {
        self.old.columns.iter().all(|it| self.new.column(&it.name).is_some())
    }

    /// Foreign keys of columns that are still there.
    fn keys(&self) -> Vec<String> {
        let new = references(&self.new, self.dialect());
        let old = references(&self.old, self.dialect()).into_iter();
        let gone = old.filter(|columns| {
            columns.iter().all(|it| self.new.column(it).is_some()) && !new.contains(columns)
        });
        gone.map(|columns| format!("the foreign key of `{}`", columns.join(", "))).collect()
    }

    fn indexes(&self) -> Vec<String> {
        let gone = self.drop.belongings(Object::Index).filter(|index| {
            let columns = index.sql.as_deref().and_then(|sql| indexed(sql, self.dialect()));
            columns.is_some_and(|columns| !self.is_indexed(index, &columns))
        });
        gone.map(|it| format!("the index `{}`", it.name)).collect()
    }

    /// Whether the index is made again, or cannot be: a column of it is gone.
    fn is_indexed(&self, index: &Stored, columns: &str) -> bool {
        let again = self.steps.iter().filter(|it| it.kind() == Kind::CreateIndex).any(|it| {
            let own = || indexed(it.statement.text(), self.dialect());
            it.concerns(&index.name) || self.is_it(it.table()) && own().as_deref() == Some(columns)
        });
        again
            || self
                .old
                .columns
                .iter()
                .any(|it| self.new.column(&it.name).is_none() && uses(columns, it))
    }

    fn triggers(&self) -> Vec<String> {
        let again = |trigger: &Stored| {
            let made =
                |it: &Step<'_>| it.kind() == Kind::CreateTrigger && it.concerns(&trigger.name);
            self.steps.iter().any(made)
        };
        let gone = self.drop.belongings(Object::Trigger).filter(|it| !again(it));
        gone.map(|it| format!("the trigger `{}`", it.name)).collect()
    }

    fn is_it(&self, table: &str) -> bool {
        [&self.name, &self.made_as].iter().any(|it| it.eq_ignore_ascii_case(table))
    }
}

fn names(table: &Definition) -> Vec<String> {
    table.columns.iter().map(|it| it.name.clone()).collect()
}

/// Whether there may be a null in it; a key has none, or none that is meant.
fn takes_null(column: &Column) -> bool {
    !column.is(&Mark::NotNull) && !column.is(&Mark::PrimaryKey)
}

fn lost_mark(mark: &Mark, new: &Column) -> Option<String> {
    let has = |wanted: fn(&Mark) -> bool| new.marks.iter().any(wanted);
    let what = match mark {
        Mark::Autoincrement(_) if !has(|it| matches!(it, Mark::Autoincrement(_))) => {
            "`AUTOINCREMENT`".to_owned()
        }
        Mark::Collate(name) if !has(|it| matches!(it, Mark::Collate(_))) => {
            format!("`COLLATE {name}`")
        }
        _ => return None,
    };
    Some(format!("{what} of `{}`", new.name))
}

fn lost_default(mark: &Mark, new: &Column) -> Option<String> {
    let Mark::Default(value) = mark else { return None };
    let lost = new.default().is_none() && !value.eq_ignore_ascii_case("null");
    lost.then(|| format!("the default `{value}` of `{}`", new.name))
}

/// The columns of each foreign key, in lower case.
fn references(table: &Definition, dialect: Dialect) -> Vec<Vec<String>> {
    let own = table
        .columns
        .iter()
        .filter(|column| column.marks.iter().any(|mark| matches!(mark, Mark::References(_))));
    let own = own.map(|column| vec![column.name.to_lowercase()]);
    let constraints = table.constraints.iter().filter(|it| it.sort == Sort::ForeignKey);
    let lower = |names: Vec<String>| names.iter().map(|it| it.to_lowercase()).collect();
    own.chain(constraints.map(|it| lower(it.columns(dialect)))).collect()
}

/// What a `CREATE INDEX` says in its parentheses, in lower case and without quotes.
fn indexed(sql: &str, dialect: Dialect) -> Option<String> {
    let mut cursor = Cursor::new(sql, dialect);
    cursor.seek(&["on"])?;
    cursor.name()?;
    let inside = cursor.parentheses()?;
    let mut words = Cursor::new(&cursor.sql[inside], dialect);
    let mut columns = Vec::new();
    while let Some(token) = words.next().cloned() {
        let own = token.text(words.sql).to_lowercase();
        columns.push(token.identifier(words.sql).map_or(own, |it| it.to_lowercase()));
    }
    Some(columns.join(" "))
}

fn uses(columns: &str, column: &Column) -> bool {
    columns.split(' ').any(|it| it.eq_ignore_ascii_case(&column.name))
}
