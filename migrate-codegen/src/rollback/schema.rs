//! A schema as the engine keeps it, and when two of them are the same.

use crate::Dialect;
use crate::catalog::Table;
use crate::change::{Object, Stored};
use crate::text::{Token, tokens};
use crate::vocabulary::is_kept;

/// A schema as SQLite keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// Every object that somebody made, in the order of creation: neither the indexes behind
    /// `UNIQUE` nor the tables behind virtual tables.
    pub objects: Vec<Stored>,
    /// The columns of the tables that somebody asked for.
    pub columns: Vec<Column>,
}

/// A column as `table_xinfo` describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its table.
    pub table: String,
    /// Its name.
    pub name: String,
    /// Its declared type.
    pub declared: String,
    /// Whether it may be null.
    pub null: crate::change::Null,
    /// Its default, as it is written.
    pub default: Option<String>,
    /// Its place in the primary key, from 1; 0 outside.
    pub key: u32,
    /// Whether it is computed from others.
    pub generated: crate::change::Generated,
}

impl Schema {
    /// Everything that `sqlite_schema` lists, without what the engine makes by itself and without
    /// kept tables.
    #[must_use]
    pub fn new(mut objects: Vec<Stored>, mut columns: Vec<Column>) -> Self {
        // In a `STRICT` table, `ANY` leaves values as they are, as `BLOB` does everywhere.
        let is_any = |it: &&mut Column| it.declared.eq_ignore_ascii_case("any");
        for column in columns.iter_mut().filter(is_any) {
            if objects.iter().any(|it| it.is_called(&column.table) && it.is_strict()) {
                "BLOB".clone_into(&mut column.declared);
            }
        }
        let modules: Vec<String> = objects
            .iter()
            .filter(|it| it.object == Object::Table && it.is_virtual())
            .map(|it| format!("{}_", it.name.to_ascii_lowercase()))
            .collect();
        let is_own = |it: &Stored| {
            let name = it.name.to_ascii_lowercase();
            let behind = modules.iter().any(|module| name.starts_with(module.as_str()));
            it.sql.is_some()
                && !name.starts_with("sqlite_")
                && !is_kept(&name)
                && (!behind || it.is_virtual())
        };
        objects.retain(is_own);
        Self { objects, columns }
    }

    /// The object of this kind and name.
    #[must_use]
    pub fn find(&self, object: Object, name: &str) -> Option<&Stored> {
        self.objects.iter().find(|it| it.object == object && it.name.eq_ignore_ascii_case(name))
    }

    /// The objects of this kind.
    pub fn all(&self, object: Object) -> impl Iterator<Item = &Stored> {
        self.objects.iter().filter(move |it| it.object == object)
    }

    /// The columns of a table, as far as somebody asked.
    pub fn columns_of(&self, table: &str) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |it| it.table.eq_ignore_ascii_case(table))
    }

    /// The first difference, in words; `None` when there is none.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<String> {
        let named = |it: &Stored| format!("the {} `{}`", it.object.as_str(), it.name);
        for ours in &self.objects {
            match other.find(ours.object, &ours.name) {
                None => return Some(format!("{} is missing", named(ours))),
                Some(theirs) if !same(ours, theirs) => {
                    return Some(format!("{} is another", named(ours)));
                }
                Some(_) => {}
            }
        }
        let more = other.objects.iter().find(|it| self.find(it.object, &it.name).is_none());
        if let Some(more) = more {
            return Some(format!("{} is left", named(more)));
        }
        self.all(Object::Table)
            .find(|table| self.columns_differ(other, &table.name))
            .map(|table| format!("the columns of `{}` are others", table.name))
    }

    /// Whether the columns differ of a table that somebody asked for in both.
    pub(super) fn columns_differ(&self, other: &Self, table: &str) -> bool {
        let ours: Vec<_> = self.columns_of(table).map(plain_column).collect();
        let theirs: Vec<_> = other.columns_of(table).map(plain_column).collect();
        !ours.is_empty() && !theirs.is_empty() && ours != theirs
    }
}

/// A column without its table, whose name may be written in another case, and without the quotes
/// of its default.
fn plain_column(column: &Column) -> Column {
    Column { table: String::new(), default: column.default.as_deref().map(plain), ..column.clone() }
}

impl Stored {
    fn is_called(&self, table: &str) -> bool {
        self.object == Object::Table && self.name.eq_ignore_ascii_case(table)
    }

    fn is_strict(&self) -> bool {
        let table = Table::read(self.sql.as_deref().unwrap_or_default(), Dialect::Sqlite);
        table.is_some_and(|it| it.says("strict"))
    }

    /// Whether it is a virtual table.
    pub(super) fn is_virtual(&self) -> bool {
        let sql = self.sql.as_deref().unwrap_or_default();
        let mut words = tokens(sql, Dialect::Sqlite).filter(Token::is_significant);
        words.nth(1).is_some_and(|word| word.is_word(sql, "virtual"))
    }

    /// Whether its text names this object anywhere.
    pub(super) fn mentions(&self, name: &str) -> bool {
        let sql = self.sql.as_deref().unwrap_or_default();
        tokens(sql, Dialect::Sqlite)
            .filter_map(|token| token.identifier(sql))
            .any(|word| word.eq_ignore_ascii_case(name))
    }
}

/// Whether two objects are the same: kind, name, table, and the text token by token, without the
/// quotes that SQLite itself changes where it renames.
pub(super) fn same(one: &Stored, other: &Stored) -> bool {
    one.object == other.object
        && one.name.eq_ignore_ascii_case(&other.name)
        && one.table.eq_ignore_ascii_case(&other.table)
        && match (&one.sql, &other.sql) {
            (Some(one), Some(other)) => one == other || plain(one) == plain(other),
            (one, other) => one == other,
        }
}

/// The tokens of a text, without blanks, comments and quotes.
fn plain(sql: &str) -> String {
    let word = |token: Token| token.identifier(sql).unwrap_or_else(|| token.text(sql).to_owned());
    let words = tokens(sql, Dialect::Sqlite).filter(Token::is_significant).map(word);
    words.collect::<Vec<_>>().join("\n")
}
