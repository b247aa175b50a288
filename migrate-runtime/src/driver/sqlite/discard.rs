//! Deleting what a migration keeps aside, in one transaction with the history that says so.

use migrate_codegen::RollbackClass;
use rusqlite::Connection;
use rusqlite::types::Value;

use super::guard::{Impatient, Rollback};
use super::kept::{Keeper, keepers};
use super::look::{self, Expected, Look};
use super::metadata::Metadata;
use super::query::{Query, text};
use super::sql::quoted;
use super::transaction::{self, BEGIN, COMMIT};
use super::write::{self, Line, NOW};
use super::{engine, read};
use crate::driver::{Discard, Discarding};
use crate::error::{Error, Kind, Result};
use crate::history::{KeptTable, Level, Tables};
use crate::human;

const DISCARDING: &str = "deleting the kept rows";

/// Deletes the kept rows, and writes that down.
pub(super) fn run(
    connection: &Connection,
    tables: &Tables,
    wish: &Discard<'_>,
) -> Result<Discarding> {
    let _impatient = Impatient::new(connection);
    transaction::begin(connection, wish.patience, &mut |_| {})?;
    let _rollback = Rollback(connection);
    let batch = match look::again(connection, tables, Expected::at(wish.mark, wish.by))? {
        Look::Same { batch } => batch,
        Look::Absent | Look::Stale => return Ok(Discarding::Stale),
        Look::Held(lease) => return Ok(Discarding::Held(lease)),
    };
    let work = Work::find(connection, tables, wish)?;
    if let Some(at) = work.keeper.metadata.discarded {
        return Ok(Discarding::Done { at, tables: Vec::new() });
    }
    Query::run_all(&work.queries(tables, wish, batch), connection)
        .map_err(|error| engine::explain(&error, DISCARDING))?;
    transaction::commit(connection, wish.patience)?;
    Ok(Discarding::Done { at: work.now, tables: work.kept })
}

/// The statements that [`run`] sends.
pub(super) fn script(
    connection: &Connection,
    tables: &Tables,
    wish: &Discard<'_>,
) -> Result<Vec<String>> {
    let work = Work::find(connection, tables, wish)?;
    if work.keeper.metadata.discarded.is_some() {
        return Ok(Vec::new());
    }
    let batch = read::mark(connection, tables)?.map_or(0, |(_, batch)| batch);
    let queries = work.queries(tables, wish, batch);
    let mut lines = vec![BEGIN.to_owned()];
    lines.extend(queries.iter().map(Query::literal));
    lines.push(COMMIT.to_owned());
    Ok(lines)
}

/// What there is to delete, and when.
struct Work {
    keeper: Keeper,
    kept: Vec<KeptTable>,
    now: String,
}

impl Work {
    fn find(connection: &Connection, tables: &Tables, wish: &Discard<'_>) -> Result<Self> {
        let explain = |error| engine::explain(&error, DISCARDING);
        let mut all = keepers(connection, tables, wish.set).map_err(explain)?.into_iter();
        let keeper = all
            .find(|keeper| keeper.version == wish.version && !keeper.metadata.kept.is_empty())
            .ok_or_else(|| Error::new(Kind::KeepsNothing).on(wish.version))?;
        let kept = keeper.measure(connection).map_err(explain)?;
        let now = connection.query_row(&format!("SELECT {NOW}"), [], |row| row.get(0));
        Ok(Self { keeper, kept, now: now.map_err(explain)? })
    }

    fn queries(&self, tables: &Tables, wish: &Discard<'_>, batch: i64) -> Vec<Query> {
        let there = self.kept.iter().filter(|table| table.size.is_some());
        let empty = |table: &KeptTable| format!("DELETE FROM {}", quoted(&table.kept.place));
        let mut queries: Vec<_> = there.map(|table| Query::new(empty(table), vec![])).collect();
        queries.push(self.note(tables, wish));
        queries.push(self.line(tables, wish, batch));
        queries
    }

    /// What the history row says from now on.
    fn note(&self, tables: &Tables, wish: &Discard<'_>) -> Query {
        let metadata =
            Metadata { discarded: Some(self.now.clone()), ..self.keeper.metadata.clone() };
        let sql = format!(
            "UPDATE {} SET rollback_class = ?, metadata = ? WHERE \"set\" = ? AND version = ?",
            quoted(tables.history())
        );
        let class = text(Some(RollbackClass::SchemaOnly.as_str()));
        let version = Value::Integer(wish.version.get());
        Query::new(sql, vec![class, text(metadata.to_json()), text(Some(wish.set)), version])
    }

    fn line(&self, tables: &Tables, wish: &Discard<'_>, batch: i64) -> Query {
        let rows = |table: &KeptTable| table.size.map_or(0, |size| size.rows);
        let deleted = self.kept.iter().map(|it| human::rows(rows(it), &it.kept.table));
        let detail = human::list(&deleted.collect::<Vec<_>>());
        let line = Line {
            set: Some(wish.set),
            migration: Some((wish.version, &self.keeper.name)),
            batch,
            by: wish.by,
            reason: wish.reason,
            detail: Some(&detail),
            ..Line::new(Level::Info, "discarded")
        };
        write::log(tables, &line)
    }
}
