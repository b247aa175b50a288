//! One table made again as it was, with the rows that there are.

use super::fill::fill;
use super::keep::Keep;
use super::lineage::Table;
use super::schema::Schema;
use crate::Dialect;
use crate::change::{Object, Stored, quoted};
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
    copy.extend(filled.copy(&aside));
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
