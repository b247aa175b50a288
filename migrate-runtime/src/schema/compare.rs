//! What two schemas do not have in common.

use std::collections::BTreeSet;
use std::fmt;

use super::columns::Column;
use super::normal::normal;
use super::{Kind, Object, Schema};

/// One difference between a schema as it should be and as it was found.
#[derive(Clone, Debug)]
pub(crate) struct Difference<'a> {
    /// The object, as it should be; as it was found when it should not be there.
    pub(crate) object: &'a Object,
    /// The object as it was found; `None` when it is missing, or should not be there.
    pub(crate) found: Option<&'a Object>,
    /// What is wrong with it.
    pub(crate) what: What<'a>,
}

/// What is wrong with an object.
#[derive(Clone, Debug)]
pub(crate) enum What<'a> {
    /// It is not there.
    Missing,
    /// It should not be there.
    Extra,
    /// Its name is written in another case.
    Called,
    /// It belongs to another table.
    Belongs,
    /// A column is not there.
    ColumnMissing { column: &'a Column },
    /// A column should not be there.
    ColumnExtra { column: &'a Column },
    /// Its columns are in another order: the second stands where the first should.
    ColumnOrder { old: &'a Column, new: &'a Column },
    /// A column is another one.
    ColumnChanged { old: &'a Column, new: &'a Column },
    /// Its text says something else.
    Defined,
}

/// What differs, tables first; of a table's columns all that differ.
pub(crate) fn differences<'a>(expected: &'a Schema, found: &'a Schema) -> Vec<Difference<'a>> {
    let keys: BTreeSet<_> = expected.objects.keys().chain(found.objects.keys()).collect();
    let mut all = Vec::new();
    for key in keys {
        match (expected.objects.get(key), found.objects.get(key)) {
            (Some(object), Some(found)) => compare(object, found, &mut all),
            (Some(object), None) => {
                all.push(Difference { object, found: None, what: What::Missing });
            }
            (None, Some(object)) => all.push(Difference { object, found: None, what: What::Extra }),
            (None, None) => {}
        }
    }
    all
}

fn compare<'a>(object: &'a Object, found: &'a Object, all: &mut Vec<Difference<'a>>) {
    let mut push = |what| all.push(Difference { object, found: Some(found), what });
    if object.sql == found.sql && object.columns == found.columns && object.table == found.table {
        return;
    }
    if object.name != found.name {
        return push(What::Called);
    }
    if object.table != found.table {
        return push(What::Belongs);
    }
    let columns = columns(object, found);
    if columns.is_empty() && normal(&object.sql) != normal(&found.sql) {
        return push(What::Defined);
    }
    columns.into_iter().for_each(push);
}

fn columns<'a>(object: &'a Object, found: &'a Object) -> Vec<What<'a>> {
    if object.kind != Kind::Table || object.columns == found.columns {
        return Vec::new();
    }
    let of = |object: &'a Object, name: &str| object.columns.iter().find(|it| it.name == name);
    let missing = object.columns.iter().filter(|it| of(found, &it.name).is_none());
    let mut all: Vec<_> = missing.map(|column| What::ColumnMissing { column }).collect();
    let extra = found.columns.iter().filter(|it| of(object, &it.name).is_none());
    all.extend(extra.map(|column| What::ColumnExtra { column }));
    if all.is_empty() {
        let mut pairs = object.columns.iter().zip(&found.columns);
        if let Some((old, new)) = pairs.find(|(old, new)| old.name != new.name) {
            return vec![What::ColumnOrder { old, new }];
        }
    }
    let both = object.columns.iter().filter_map(|old| Some((old, of(found, &old.name)?)));
    let changed = both.filter(|(old, new)| !old.is_like(new));
    all.extend(changed.map(|(old, new)| What::ColumnChanged { old, new }));
    all
}

impl<'a> Difference<'a> {
    /// The text that should be there, and the one that is.
    pub(crate) fn texts(&self) -> (&'a str, &'a str) {
        match (&self.what, self.found) {
            (What::Extra, _) => ("", &self.object.sql),
            (_, found) => (&self.object.sql, found.map_or("", |found| &found.sql)),
        }
    }
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (title, found) = (self.object.title(), self.found.unwrap_or(self.object));
        match &self.what {
            What::Missing => write!(f, "{title} is missing"),
            What::Extra => write!(f, "{title} is there, and should not be"),
            What::Called => write!(f, "{title} is called `{}`", found.name),
            What::Belongs => write!(f, "{title} belongs to `{}`", found.table),
            What::ColumnMissing { column } => {
                write!(f, "{title}: column `{column}` is missing")
            }
            What::ColumnExtra { column } => {
                write!(f, "{title}: column `{column}` is there, and should not be")
            }
            What::ColumnOrder { old, new } => write!(
                f,
                "{title}: its columns are in another order: `{}` stands where `{}` should",
                new.name, old.name
            ),
            What::ColumnChanged { old, new } => {
                write!(f, "{title}: column `{new}` should be `{old}`")
            }
            What::Defined => write!(f, "{title} is defined differently"),
        }
    }
}
