//! What running a migration outside a transaction would send: the journal, as text.

use migrate_codegen::Direction;

use super::engine::explain;
use super::metadata::Metadata;
use super::progress::{Step, progress};
use super::script::Script;
use super::sql::runs_outside;
use super::statement::pieces;
use super::transaction::{BEGIN, COMMIT, record};
use super::write::{self, Line};
use super::{foreign_keys, guard, lock, marks, read};
use crate::driver::{Claim, Job, Ran, Token, Work};
use crate::error::Result;
use crate::history::RowStatus;

impl Script<'_> {
    /// Writes the unit's one migration, statement by statement, as the journal runs it.
    pub(super) fn outside(&mut self) -> Result<()> {
        let unit = self.running.unit;
        let Some(job) = unit.jobs.first() else { return Ok(()) };
        let batch = self.batch()?;
        let ask = |error: rusqlite::Error| explain(&error, foreign_keys::CHECKING);
        let suspend = foreign_keys::must_suspend(self.running.connection, unit).map_err(ask)?;
        let switch = suspend && guard::is_on(self.running.connection).map_err(ask)?;
        let token = self.lock()?;
        if switch {
            self.push(guard::OFF);
        }
        let (done, mut metadata) = self.start(job, batch)?;
        let ran = self.statements(job, batch, token, done, &mut metadata)?;
        self.inside(token, |script| {
            script.marks(job, &metadata);
            let records = record(script.running.tables, unit, job, batch, &ran, &metadata);
            script.lines.extend(records.iter().map(super::query::Query::literal));
            script.push(lock::releasing(script.running.tables, token).literal());
            Ok(())
        })?;
        self.lines.extend(guard::Settings::new(self.running.connection, job).restoring());
        if switch {
            self.push(guard::ON);
        }
        Ok(())
    }

    fn lock(&mut self) -> Result<Token> {
        let (tables, unit) = (self.running.tables, self.running.unit);
        let host = gethostname::gethostname().to_string_lossy().into_owned();
        let claim = Claim {
            holder: unit.by,
            host: &host,
            pid: std::process::id(),
            reason: unit.reason,
            lifetime: unit.lease,
            patience: unit.patience,
        };
        let last = match self.ahead.token {
            Some(last) => last,
            None if read::mark(self.running.connection, tables)?.is_none() => 0,
            None => lock::token(self.running.connection, tables)
                .map_err(|error| explain(&error, "reading the lock"))?,
        };
        self.ahead.token = Some(last + 1);
        self.push(BEGIN);
        self.tables();
        self.push(lock::entering(tables, &claim).literal());
        self.push(COMMIT);
        Ok(Token(last + 1))
    }

    /// Writes the intent, and returns how many statements are done already.
    fn start(&mut self, job: &Job<'_>, batch: i64) -> Result<(usize, Metadata)> {
        let (tables, unit) = (self.running.tables, self.running.unit);
        let stored = match read::mark(self.running.connection, tables)? {
            None => read::Stored::default(),
            Some(_) => read::stored(self.running.connection, tables, unit.set, job.version)?,
        };
        let (done, metadata) = match (job.direction, stored.status) {
            (Direction::Up, Some(RowStatus::Running | RowStatus::Failed)) => {
                (stored.done, Metadata::from_json(stored.metadata.as_deref()))
            }
            (Direction::Up, _) => (0, marks::remembered(self.running.connection, job)?),
            (Direction::Down, status) => {
                let done = if status == Some(RowStatus::RollingBack) { stored.done } else { 0 };
                (done, Metadata::from_json(stored.metadata.as_deref()))
            }
        };
        let action = if done > 0 { "resumed" } else { "started" };
        self.push(BEGIN);
        self.push(write::log(tables, &Line::about(unit, job, batch, action)).literal());
        if job.direction == Direction::Up {
            self.note(job, batch, done, &metadata);
        }
        self.push(COMMIT);
        Ok((done, metadata))
    }

    fn statements(
        &mut self,
        job: &Job<'_>,
        batch: i64,
        token: Token,
        done: usize,
        metadata: &mut Metadata,
    ) -> Result<Ran> {
        let total = job.work.statements();
        let ran = Ran { statements: total - done.min(total), ..Ran::default() };
        let Work::Sql { text, parts } = &job.work else {
            if done == 0 {
                if job.direction == Direction::Down {
                    self.inside(token, |script| {
                        script.note(job, batch, 0, metadata);
                        Ok(())
                    })?;
                }
                self.work(job, metadata)?;
                self.inside(token, |script| {
                    script.note(job, batch, 1, metadata);
                    Ok(())
                })?;
            }
            return Ok(ran);
        };
        for piece in pieces(text, parts).skip(done) {
            let bare = runs_outside(piece.sql);
            if bare {
                self.piece(job, piece.sql, metadata)?;
            }
            self.inside(token, |script| {
                if !bare {
                    script.piece(job, piece.sql, metadata)?;
                }
                script.note(job, batch, piece.at + 1, metadata);
                Ok(())
            })?;
        }
        Ok(ran)
    }

    fn inside(&mut self, token: Token, part: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.push(BEGIN);
        self.push(lock::renewing(self.running.tables, token, self.running.unit.lease).literal());
        part(self)?;
        self.push(COMMIT);
        Ok(())
    }

    fn note(&mut self, job: &Job<'_>, batch: i64, done: usize, metadata: &Metadata) {
        let step = Step { status: RowStatus::Running, batch, done, error: None };
        let query = progress(self.running.tables, self.running.unit, job, &step, metadata);
        self.push(query.literal());
    }
}
