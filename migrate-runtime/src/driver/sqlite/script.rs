//! What running a unit would send, as text: made of the same pieces that `run` sends.

use std::collections::HashMap;

use migrate_codegen::{Direction, Transactional};
use rusqlite::Connection;

use super::engine::explain;
use super::metadata::Metadata;
use super::sql::{created, created_if_missing, dropped, renamed_to, runs_outside};
use super::statement::pieces;
use super::transaction::{BEGIN, COMMIT, Running, record};
use super::{foreign_keys, found, guard, read, step, tables};
use crate::driver::{Job, Ran, Unit, Work};
use crate::error::Result;
use crate::history::{Mark, Tables};

/// The statements that running the units would send.
pub(super) fn script(
    connection: &Connection,
    tables: &Tables,
    units: &[Unit<'_>],
) -> Result<Vec<Vec<String>>> {
    let mut names = Names::default();
    let mut scripts = Vec::with_capacity(units.len());
    for unit in units {
        let running = Running { connection, tables, unit };
        let script = Script { running, lines: Vec::new(), names };
        let (lines, after) = script.write()?;
        scripts.push(lines);
        names = after;
    }
    Ok(scripts)
}

struct Script<'s> {
    running: Running<'s>,
    lines: Vec<String>,
    names: Names,
}

impl Script<'_> {
    fn write(mut self) -> Result<(Vec<String>, Names)> {
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
        Ok((self.lines, self.names))
    }

    fn push(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn tables(&mut self) {
        let unit = self.running.unit;
        if unit.mark == Mark::NONE {
            let queries = tables::create(self.running.tables, unit.by);
            self.lines.extend(queries.iter().map(super::query::Query::literal));
        }
    }

    fn jobs(&mut self) -> Result<()> {
        let (connection, unit) = (self.running.connection, self.running.unit);
        let last = read::mark(connection, self.running.tables)?.map_or(0, |(_, batch)| batch);
        let batch = unit.batch.unwrap_or(last + 1);
        for job in &unit.jobs {
            let mut metadata = self.running.metadata(job)?;
            self.work(job, &mut metadata)?;
            let ran = Ran { statements: job.work.statements(), ..Ran::default() };
            for query in record(self.running.tables, unit, job, batch, &ran, &metadata) {
                self.push(query.literal());
            }
        }
        Ok(())
    }

    fn work(&mut self, job: &Job<'_>, metadata: &mut Metadata) -> Result<()> {
        match &job.work {
            Work::Code { shown, .. } => {
                if job.transactional == Transactional::Yes {
                    self.push(step::BEFORE);
                }
                self.push(format!(
                    "-- the step in Rust of migration {} `{}`",
                    job.version, job.name
                ));
                for sql in *shown {
                    self.push(format!("-- {}", sql.replace('\n', "\n-- ")));
                }
                if job.transactional == Transactional::Yes {
                    self.push(step::AFTER);
                }
            }
            Work::Sql { text, parts } => {
                for piece in pieces(text, parts) {
                    self.piece(job, piece.sql, metadata)?;
                }
            }
        }
        Ok(())
    }

    fn piece(&mut self, job: &Job<'_>, sql: &str, metadata: &mut Metadata) -> Result<()> {
        match job.direction {
            Direction::Up => {
                metadata.found.extend(self.names.found(self.running.connection, sql)?);
            }
            Direction::Down if found::kept(metadata, sql).is_some() => return Ok(()),
            Direction::Down => {}
        }
        self.names.see(sql);
        let bare = job.transactional == Transactional::No && runs_outside(sql);
        if bare && self.lines.last().is_some_and(|line| line == BEGIN) {
            self.lines.pop();
        } else if bare {
            self.push(COMMIT);
        }
        self.push(sql);
        if bare {
            self.push(BEGIN);
        }
        Ok(())
    }
}

/// What the statements that were written so far would have created and dropped.
#[derive(Default)]
struct Names(HashMap<String, Presence>);

#[derive(Clone, Copy, PartialEq)]
enum Presence {
    There,
    Gone,
}

impl Names {
    fn see(&mut self, sql: &str) {
        let mut set = |name: Option<String>, presence| {
            if let Some(name) = name {
                self.0.insert(name.to_lowercase(), presence);
            }
        };
        set(created(sql), Presence::There);
        set(dropped(sql), Presence::Gone);
        set(renamed_to(sql), Presence::There);
    }

    fn found(&self, connection: &Connection, sql: &str) -> Result<Option<String>> {
        let Some(name) = created_if_missing(sql) else { return Ok(None) };
        match self.0.get(&name.to_lowercase()) {
            Some(Presence::There) => Ok(Some(name)),
            Some(Presence::Gone) => Ok(None),
            None => found::found(connection, sql),
        }
    }
}
