//! Keeping the rows of tables that reference one that is dropped or rebuilt.
//!
//! Dropping a table deletes its rows first, and with `foreign_keys` on that cascades into the
//! tables that reference it. The setting cannot be changed inside a transaction, so it goes off
//! before, and broken references are looked for by hand.

use std::collections::BTreeMap;

use migrate_codegen::{Direction, ForeignKeys};
use rusqlite::Connection;

use super::engine::explain;
use super::sql::string;
use crate::driver::Unit;
use crate::error::{Error, Kind, Result};
use crate::human::plural;

pub(super) const CHECKING: &str = "checking the references between tables";

/// Whether the unit must run with `foreign_keys` off: it says so, or a table of the database
/// references one that it drops.
pub(super) fn must_suspend(connection: &Connection, unit: &Unit<'_>) -> rusqlite::Result<bool> {
    if unit.jobs.iter().any(|job| job.foreign_keys == ForeignKeys::Suspend) {
        return Ok(true);
    }
    let drops: Vec<_> = unit.jobs.iter().flat_map(|job| job.drops).collect();
    if drops.is_empty() {
        return Ok(false);
    }
    let names: Vec<_> = drops.iter().map(|name| string(&name.to_lowercase())).collect();
    let sql = format!(
        "SELECT count(*) FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS k \
         WHERE t.type = 'table' AND lower(k.\"table\") IN ({})",
        names.join(", ")
    );
    connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).map(|count| count > 0)
}

/// The broken references of a database.
#[derive(Debug, Default)]
pub(super) struct Broken {
    /// By table. A table whose references cannot be checked at all, because a parent has no
    /// matching key, has `None`.
    tables: BTreeMap<String, Option<Vec<Reference>>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Reference {
    /// `None` in a table without row ids.
    row: Option<i64>,
    parent: String,
}

/// Looks through every table that references another.
///
/// All of them, and not only those that the migration names: while the setting is off, any of its
/// statements may break any reference.
pub(super) fn broken(connection: &Connection) -> Result<Broken> {
    let tables = referencing(connection).map_err(|error| explain(&error, CHECKING))?;
    let check = |table: String| {
        let references = check_table(connection, &table).ok();
        (table, references)
    };
    Ok(Broken { tables: tables.into_iter().map(check).collect() })
}

/// The checks, as statements.
pub(super) fn checks(connection: &Connection) -> Result<Vec<String>> {
    let tables = referencing(connection).map_err(|error| explain(&error, CHECKING))?;
    Ok(tables.iter().map(|table| check_sql(table)).collect())
}

fn referencing(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT DISTINCT t.name FROM sqlite_master AS t, pragma_foreign_key_list(t.name) \
               WHERE t.type = 'table' ORDER BY t.name";
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

fn check_sql(table: &str) -> String {
    format!("PRAGMA foreign_key_check({})", string(table))
}

fn check_table(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Reference>> {
    let reference =
        |row: &rusqlite::Row<'_>| Ok(Reference { row: row.get(1)?, parent: row.get(2)? });
    connection.prepare(&check_sql(table))?.query_map([], reference)?.collect()
}

/// Compares the references after the unit with those before it: new broken ones fail it, old ones
/// are told.
pub(super) fn compare(unit: &Unit<'_>, before: &Broken, after: &Broken) -> Result<Vec<String>> {
    let mut warnings = Vec::new();
    for (table, now) in &after.tables {
        let rebuilt =
            unit.jobs.iter().flat_map(|job| job.drops).any(|it| it.eq_ignore_ascii_case(table));
        let old = before.tables.get(table).map(Option::as_deref);
        match (now, old) {
            (None, Some(None)) => {
                warnings.push(format!("the references of `{table}` cannot be checked: it refers to columns without a unique key"));
            }
            (None, _) => return Err(orphans(unit, table, "", 1)),
            (Some(now), old) => {
                let old = old.flatten().unwrap_or_default();
                refuse_new(unit, table, now, old, rebuilt)?;
                if !now.is_empty() {
                    warnings.push(told(table, now));
                }
            }
        }
    }
    Ok(warnings)
}

fn refuse_new(
    unit: &Unit<'_>,
    table: &str,
    now: &[Reference],
    old: &[Reference],
    rebuilt: bool,
) -> Result<()> {
    for parent in now.iter().map(|reference| reference.parent.as_str()) {
        let of_parent = |all: &[Reference]| all.iter().filter(|it| it.parent == parent).count();
        // Rows of a rebuilt table may have new row ids, so only their number can be compared.
        let new = if rebuilt || now.iter().any(|reference| reference.row.is_none()) {
            of_parent(now).saturating_sub(of_parent(old))
        } else {
            now.iter().filter(|it| it.parent == parent && !old.contains(it)).count()
        };
        if new > 0 {
            return Err(orphans(unit, table, parent, new));
        }
    }
    Ok(())
}

fn orphans(unit: &Unit<'_>, table: &str, parent: &str, rows: usize) -> Error {
    let kind = match unit.jobs.first().map(|job| job.direction) {
        Some(Direction::Down) => {
            let rows = u64::try_from(rows).unwrap_or(u64::MAX);
            Kind::Stranded { table: table.into(), parent: parent.into(), rows }
        }
        _ => Kind::Orphans { table: table.to_owned(), parent: parent.to_owned(), rows },
    };
    match unit.jobs.as_slice() {
        [job] => Error::new(kind).of(job.version, job.name),
        _ => Error::new(kind),
    }
}

fn told(table: &str, broken: &[Reference]) -> String {
    format!(
        "{} row{} of `{table}` referred to nothing in `{}` before, and still do{}",
        broken.len(),
        plural(broken.len()),
        broken[0].parent,
        if broken.len() == 1 { "es" } else { "" }
    )
}
