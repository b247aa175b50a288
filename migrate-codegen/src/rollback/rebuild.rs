//! One table made again as it was, with the rows that there are.

use super::keep::{Keep, Otherwise, Pair};
use super::lineage::{Column as Held, Table};
use super::schema::{Column, Schema};
use crate::Dialect;
use crate::catalog::{self, Ident};
use crate::change::{Extent, Generated, Null, Object, Stored, quoted};
use crate::text::{Token, tokens};

/// The pieces of a rebuild. Those of several tables are run side by side: all copies before the
/// first drop.
pub(super) struct Rebuild {
    /// Makes the table under another name and fills it.
    pub(super) copy: Vec<String>,
    /// Drops the table as it is now.
    pub(super) drop: String,
    /// Gives the new one its name.
    pub(super) rename: String,
    /// What does not come back.
    pub(super) lost: Vec<String>,
}

/// What a table is made again from.
#[derive(Clone, Copy)]
pub(super) struct From<'a> {
    /// What holds its rows.
    pub(super) heir: &'a Table,
    /// What is kept aside of it.
    pub(super) keep: Option<&'a Keep>,
    /// The tables whose rows do not come back.
    pub(super) emptied: &'a [&'a str],
}

/// Makes `stored`, a table before the migration, again.
///
/// # Errors
/// When a column of it can have no value.
pub(super) fn rebuild(
    stored: &Stored,
    from: From<'_>,
    before: &Schema,
    now: &Schema,
) -> Result<Rebuild, String> {
    let heir = from.heir;
    let name = |text: &str| quoted(text, Dialect::Sqlite);
    // A table that was given its name back is called so by now.
    let source =
        if now.find(Object::Table, &heir.name).is_some() { &heir.name } else { &stored.name };
    if before.columns_of(&stored.name).next().is_none() {
        return Err(format!("nothing is known of the columns of `{}`", stored.name));
    }
    let aside = unused(&stored.name, before, now);
    let sql = stored.sql.as_deref().unwrap_or_default();
    let filled = fill(stored, from, before, now, source)?;
    let mut copy = vec![renamed(sql, &aside)?];
    if !filled.into.is_empty() {
        copy.push(format!(
            "INSERT INTO {} ({}) SELECT {} FROM {}",
            name(&aside),
            filled.into.join(", "),
            filled.values.join(", "),
            name(source)
        ));
    }
    let counted =
        |table: Option<&Stored>| table.is_some_and(|table| table.mentions("autoincrement"));
    if counted(Some(stored)) && counted(now.find(Object::Table, source)) {
        copy.extend(mark(&aside, source));
    }
    Ok(Rebuild {
        copy,
        drop: format!("DROP TABLE {}", name(source)),
        rename: format!("ALTER TABLE {} RENAME TO {}", name(&aside), name(&stored.name)),
        lost: filled.lost,
    })
}

/// The columns of a copy and their values.
#[derive(Default)]
struct Filled {
    into: Vec<String>,
    values: Vec<String>,
    lost: Vec<String>,
}

fn fill(
    stored: &Stored,
    From { heir, keep, emptied }: From<'_>,
    before: &Schema,
    now: &Schema,
    source: &str,
) -> Result<Filled, String> {
    let mut filled = Filled::default();
    if heir.extent() == Extent::Part && keep.is_none() {
        filled.lost.push(format!("the rows of `{}` that were not copied", stored.name));
    }
    let table = catalog::Table::read(stored.sql.as_deref().unwrap_or_default(), Dialect::Sqlite);
    let is_there = |name: &str| now.columns_of(source).any(|it| it.name.eq_ignore_ascii_case(name));
    for column in before.columns_of(&stored.name).filter(|it| it.generated == Generated::No) {
        // A column that was renamed back has its own name by now.
        // Rows that it names do not come back.
        let dangles = table.iter().flat_map(catalog::Table::foreign_keys).any(|key| {
            key.columns.iter().any(|it| it.as_str().eq_ignore_ascii_case(&column.name))
                && emptied.iter().any(|it| it.eq_ignore_ascii_case(key.table.name.as_str()))
        });
        let holder = heir.holder_of(&column.name).map(|it| {
            let renamed_back = it.from.as_ref().filter(|_| !is_there(&it.name));
            renamed_back.unwrap_or(&it.name)
        });
        let holder = holder.filter(|_| !dangles);
        let own = heir.named(&column.name).filter(|it: &&Held| it.from.is_none() && !dangles);
        let value = match (holder, own) {
            (Some(holder), _) => {
                let held = now.columns_of(source).find(|it| it.name.eq_ignore_ascii_case(holder));
                let converts = held.is_some_and(|it| converts(&column.declared, &it.declared));
                if converts && !holds(keep, &column.name) {
                    filled.lost.push(format!(
                        "the values of `{}.{}` as they were before its type changed",
                        stored.name, column.name
                    ));
                }
                Some(quoted(holder, Dialect::Sqlite))
            }
            (None, Some(own)) if is_there(&own.name) && holds(keep, &column.name) => {
                Some(quoted(&own.name, Dialect::Sqlite))
            }
            (None, _) if holds(keep, &column.name) => {
                keep.and_then(|keep| kept(column, keep, source, &is_there))
            }
            (None, own) => {
                filled.lost.push(format!("the values of `{}.{}`", stored.name, column.name));
                match own {
                    Some(own) if is_there(&own.name) => Some(quoted(&own.name, Dialect::Sqlite)),
                    _ => empty(column, table.as_ref(), before)?,
                }
            }
        };
        if let Some(value) = value {
            filled.into.push(quoted(&column.name, Dialect::Sqlite));
            filled.values.push(value);
        }
    }
    Ok(filled)
}

fn holds(keep: Option<&Keep>, column: &str) -> bool {
    keep.is_some_and(|keep| keep.holds(column))
}

/// The value of a lost column that is kept aside. Rows that were added since, and all of them once
/// the kept ones are discarded, have what the column has by itself.
fn kept(
    column: &Column,
    keep: &Keep,
    source: &str,
    is_there: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let otherwise = match (&column.default, column.null) {
        (None, Null::Allowed) => Otherwise::Null,
        (Some(default), Null::Allowed) => Otherwise::Default(format!("({default})")),
        (Some(default), Null::Refused) => Otherwise::NeverNull(format!("({default})")),
        (None, Null::Refused) => Otherwise::NeverNull(nothing(&column.declared).to_owned()),
    };
    // A column that was renamed back has its own name by now.
    let side = |key: &Pair| {
        if is_there(&key.now) { key.now.clone() } else { key.before.clone() }
    };
    keep.value(&column.name, source, otherwise, side)
}

/// What a column whose values are lost gets; `None` where it has something by itself.
fn empty(
    column: &Column,
    table: Option<&catalog::Table>,
    before: &Schema,
) -> Result<Option<String>, String> {
    let name = Ident::new(&column.name, Dialect::Sqlite);
    let identifies = table.is_some_and(|it| it.keys().iter().any(|key| key.contains(&&name)))
        || before.all(Object::Index).any(|it| tells_apart(it, column));
    let is_null = column.null == Null::Allowed && column.default.is_none();
    if column.key > 0 || identifies && !is_null {
        return Err(format!(
            "`{}.{}` tells rows apart, and its values are gone",
            column.table, column.name
        ));
    }
    if column.null == Null::Allowed || column.default.is_some() {
        return Ok(None);
    }
    if table.is_some_and(|it| it.binds(&name)) {
        return Err(format!(
            "`{}.{}` may not be null, has to fit a condition, and its values are gone",
            column.table, column.name
        ));
    }
    Ok(Some(nothing(&column.declared).to_owned()))
}

/// Whether a unique index looks at the column.
fn tells_apart(index: &Stored, column: &Column) -> bool {
    index.table.eq_ignore_ascii_case(&column.table)
        && index.mentions("unique")
        && index.mentions(&column.name)
}

/// What a column does to values of other types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Affinity {
    Number,
    Real,
    Text,
    /// Nothing.
    Blob,
}

impl Affinity {
    /// Whether text that looks like a number becomes one.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Real)
    }
}

/// The affinity of a column of this type, by SQLite's rules.
pub(super) fn affinity(declared: &str) -> Affinity {
    let declared = declared.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    match () {
        () if has(&["INT"]) => Affinity::Number,
        () if has(&["CHAR", "CLOB", "TEXT"]) => Affinity::Text,
        () if declared.is_empty() || declared == "ANY" || has(&["BLOB"]) => Affinity::Blob,
        () if has(&["REAL", "FLOA", "DOUB"]) => Affinity::Real,
        () => Affinity::Number,
    }
}

/// Whether a value may be another once it went from a column of one type into one of the other:
/// `'007'` becomes 7, while a number that becomes text becomes the same number again.
pub(super) fn converts(before: &str, now: &str) -> bool {
    use Affinity::{Blob, Number, Real, Text};
    let types = (affinity(before), affinity(now));
    matches!(
        types,
        (Blob, Number | Real | Text) | (Text, Number | Real) | (Number, Real) | (Real, Text)
    )
}

/// A value that stands for nothing in a column of this type.
fn nothing(declared: &str) -> &'static str {
    match affinity(declared) {
        Affinity::Number | Affinity::Real => "0",
        Affinity::Text => "''",
        Affinity::Blob => "x''",
    }
}

/// Keeps the number that AUTOINCREMENT counts on from.
pub(super) fn mark(aside: &str, source: &str) -> [String; 2] {
    let literal = |name: &str| format!("'{}'", name.replace('\'', "''"));
    [
        format!("DELETE FROM sqlite_sequence WHERE name = {}", literal(aside)),
        format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence WHERE name = {}",
            literal(aside),
            literal(source)
        ),
    ]
}

/// A name that no object has.
fn unused(table: &str, before: &Schema, now: &Schema) -> String {
    let taken = |name: &str| {
        let is = |it: &Stored| it.name.eq_ignore_ascii_case(name);
        before.objects.iter().any(is) || now.objects.iter().any(is)
    };
    let names = (1..).map(|at| match at {
        1 => format!("{table}_restored"),
        _ => format!("{table}_restored_{at}"),
    });
    names.into_iter().find(|name| !taken(name)).unwrap_or_default()
}

/// A `CREATE TABLE` with another name.
fn renamed(sql: &str, name: &str) -> Result<String, String> {
    let mut words = tokens(sql, Dialect::Sqlite).filter(Token::is_significant);
    words
        .nth(2)
        .filter(|token| token.identifier(sql).is_some())
        .map(|token| {
            let (head, tail) = (&sql[..token.range.start], &sql[token.range.end..]);
            format!("{head}{}{tail}", quoted(name, Dialect::Sqlite))
        })
        .ok_or_else(|| "the engine's text of a table begins in an unknown way".to_owned())
}
