//! What running a unit would send, as text: made of the same pieces that `run` sends.

use std::collections::HashMap;

use migrate_codegen::{Direction, Transactional};
use rusqlite::Connection;

use super::engine::explain;
use super::guard::Settings;
use super::metadata::Metadata;
use super::query::Query;
use super::sql::{created, created_if_missing, dropped, renamed_to};
use super::statement::pieces;
use super::transaction::{BEGIN, COMMIT, Running, record};
use super::{foreign_keys, found, guard, marks, read, step, tables};
use crate::driver::{Job, Ran, Unit, Work};
use crate::error::Result;
use crate::history::{Mark, Tables};
use crate::migration::Keeping;

/// The statements that running the units would send.
pub(super) fn script(
    connection: &Connection,
    tables: &Tables,
    units: &[Unit<'_>],
) -> Result<Vec<Vec<String>>> {
    let mut ahead = Ahead::default();
    let mut scripts = Vec::with_capacity(units.len());
    for unit in units {
        let running = Running { connection, tables, unit };
        let script = Script { running, lines: Vec::new(), ahead };
        let (lines, after) = script.write()?;
        scripts.push(lines);
        ahead = after;
    }
    Ok(scripts)
}

pub(super) struct Script<'s> {
    pub(super) running: Running<'s>,
    pub(super) lines: Vec<String>,
    pub(super) ahead: Ahead,
}

impl Script<'_> {
    fn write(mut self) -> Result<(Vec<String>, Ahead)> {
        if self.running.unit.transactional() == Transactional::No {
            self.outside()?;
            return Ok((self.lines, self.ahead));
        }
        let connection = self.running.connection;
        let ask = |error: rusqlite::Error| explain(&error, foreign_keys::CHECKING);
        let suspend = foreign_keys::must_suspend(connection, self.running.unit).map_err(ask)?;
        let switch = suspend && guard::is_on(connection).map_err(ask)?;
        if switch {
            self.push(guard::OFF);
        }
        self.push(BEGIN);
        self.tables();
        self.jobs()?;
        if suspend {
            self.lines.extend(foreign_keys::checks(connection)?);
        }
        self.push(COMMIT);
        if switch {
            self.push(guard::ON);
        }
        Ok((self.lines, self.ahead))
    }

    pub(super) fn push(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    pub(super) fn tables(&mut self) {
        let unit = self.running.unit;
        if unit.mark == Mark::NONE {
            let queries = tables::create(self.running.tables, unit.by);
            self.lines.extend(queries.iter().map(Query::literal));
        }
    }

    pub(super) fn batch(&self) -> Result<i64> {
        let last = read::mark(self.running.connection, self.running.tables)?;
        Ok(self.running.unit.batch.unwrap_or(last.map_or(0, |(_, batch)| batch) + 1))
    }

    fn jobs(&mut self) -> Result<()> {
        let (unit, batch) = (self.running.unit, self.batch()?);
        let mut records = Vec::new();
        for job in &unit.jobs {
            let mut metadata = self.running.metadata(job)?;
            self.work(job, &mut metadata)?;
            self.marks(job, &metadata);
            self.lines.extend(Settings::new(self.running.connection, job).restoring());
            let ran = Ran { statements: job.work.statements(), ..Ran::default() };
            records.extend(record(self.running.tables, unit, job, batch, &ran, &metadata));
        }
        self.lines.extend(records.iter().map(Query::literal));
        Ok(())
    }

    /// What is made again counts on from where it did.
    pub(super) fn marks(&mut self, job: &Job<'_>, metadata: &Metadata) {
        if job.direction == Direction::Down {
            self.lines.extend(marks::raising(metadata));
        }
    }

    pub(super) fn work(&mut self, job: &Job<'_>, metadata: &mut Metadata) -> Result<()> {
        match &job.work {
            Work::Code { shown, .. } => {
                if job.transactional == Transactional::Yes {
                    self.push(step::BEFORE);
                }
                self.push(format!(
                    "-- the step in Rust of migration {} `{}`",
                    job.version, job.name
                ));
                self.shown(shown);
                if job.transactional == Transactional::Yes {
                    self.push(step::AFTER);
                }
            }
            Work::Backfill { shown, .. } => {
                self.push(format!(
                    "-- the backfill of migration {} `{}`, in batches that each commit",
                    job.version, job.name
                ));
                self.shown(shown);
            }
            Work::Sql { text, parts } => {
                self.lines.extend(kept(job, |keeping| keeping.before));
                for piece in pieces(text, parts) {
                    self.piece(job, piece.sql, metadata)?;
                }
                self.lines.extend(kept(job, |keeping| keeping.after));
            }
        }
        Ok(())
    }

    /// The `sql!` texts of a step in Rust.
    fn shown(&mut self, texts: &[&str]) {
        for sql in texts {
            self.push(format!("-- {}", sql.replace('\n', "\n-- ")));
        }
    }

    pub(super) fn piece(
        &mut self,
        job: &Job<'_>,
        sql: &str,
        metadata: &mut Metadata,
    ) -> Result<()> {
        match job.direction {
            Direction::Up => {
                let found = self.ahead.found(self.running.connection, sql)?;
                found::note(metadata, sql, found.as_ref());
            }
            Direction::Down if found::kept(metadata, sql).is_some() => return Ok(()),
            Direction::Down => {}
        }
        self.ahead.see(sql);
        self.push(sql);
        Ok(())
    }
}

/// The statements that keep rows aside.
fn kept(
    job: &Job<'_>,
    statements: impl Fn(&Keeping) -> &'static [&'static str],
) -> impl Iterator<Item = String> {
    job.keeping.iter().flat_map(statements).map(|&sql| sql.to_owned())
}

/// What the statements that were written so far would have changed.
#[derive(Default)]
pub(super) struct Ahead {
    objects: HashMap<String, Presence>,
    /// The number of the last holder of the lock.
    pub(super) token: Option<i64>,
}

#[derive(Clone, Copy, PartialEq)]
enum Presence {
    There,
    Gone,
}

impl Ahead {
    fn see(&mut self, sql: &str) {
        let mut set = |name: Option<String>, presence| {
            if let Some(name) = name {
                self.objects.insert(name.to_lowercase(), presence);
            }
        };
        set(created(sql), Presence::There);
        set(dropped(sql), Presence::Gone);
        set(renamed_to(sql), Presence::There);
    }

    fn found(&self, connection: &Connection, sql: &str) -> Result<Option<String>> {
        let Some(name) = created_if_missing(sql) else { return Ok(None) };
        match self.objects.get(&name.to_lowercase()) {
            Some(Presence::There) => Ok(Some(name)),
            Some(Presence::Gone) => Ok(None),
            None => found::found(connection, sql),
        }
    }
}
