//! Asking where a database stands. Nothing here writes.

use migrate_codegen::Direction;

use super::Runner;
use crate::dialect::Dialect;
use crate::driver::{Driver, Lease};
use crate::error::Result;
use crate::history::{Applied, History, Mark, RowStatus};
use crate::migration::{Body, Migration};
use crate::plan::{self, Late};
use crate::report::{PendingLine, Status, StoppedLine};

impl<D: Dialect> Runner<'_, D> {
    /// Where the database stands. It writes nothing, and contradictions are no errors here.
    ///
    /// # Errors
    /// When the database cannot be read, or its history was made by something else.
    pub fn status<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Status> {
        let patience = self.options.patience();
        let rows = db.rows(self.set.name(), patience)?;
        let mut history = heads(&rows);
        history.trace_rows(&rows);
        let conflicts = plan::conflicts(&self.set, &history, self.options.out_of_order);
        let mut status = Status {
            name: self.set.name().to_owned(),
            current: history.last(),
            last: self.set.migrations().last().map(Migration::version),
            pending: self.pending(&history),
            kept: db.kept(self.set.name(), patience)?,
            locked: db.lock_row(patience)?.keeper().cloned().map(Lease::Held),
            conflicts,
            ..Status::default()
        };
        for row in rows {
            status.add(row);
        }
        for line in status.running.iter_mut().chain(&mut status.failed) {
            line.next = self.next(line, Direction::Up);
        }
        for line in &mut status.rolling_back {
            line.next = self.next(line, Direction::Down);
        }
        status.count();
        Ok(status)
    }

    /// Looks through the whole database for damage, and says what it finds. It writes nothing, and
    /// takes as long as reading everything does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn inspect<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Vec<String>> {
        db.inspect(self.options.patience())
    }

    /// The statement with which a run goes on, as `src/m7.sql:3: VACUUM`.
    fn next(&self, line: &StoppedLine, direction: Direction) -> Option<String> {
        let migration = self.set.get(line.version)?;
        let (body, script) = match direction {
            Direction::Up => (migration.up(), migration.up_script()),
            Direction::Down => (migration.down()?, migration.down_script()),
        };
        let Body::Sql(text) = body else { return None };
        let part = script.statements.get(usize::try_from(line.done).ok()?)?;
        let first = text.get(part.start..part.end)?.lines().next()?.trim_end();
        Some(format!("{}:{}: {first}", migration.file(), part.line))
    }

    fn pending(&self, history: &History) -> Vec<PendingLine> {
        let late = plan::late(&self.set, history);
        let pending =
            self.set.migrations().iter().filter(|each| !history.is_applied(each.version()));
        pending
            .map(|migration| PendingLine {
                version: migration.version(),
                name: migration.name().to_owned(),
                reversible: migration.down().is_some(),
                after: Late::of(&late, migration.version()),
            })
            .collect()
    }
}

fn heads(rows: &[Applied]) -> History {
    let mut history = History::new(Mark::NONE);
    for row in rows.iter().filter(|row| row.status != RowStatus::RolledBack) {
        history.push(row.version, row.status, &row.checksum);
    }
    history
}
