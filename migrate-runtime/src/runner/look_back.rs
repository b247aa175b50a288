//! What happened in a database: its history, its log, and their numbers. Nothing here writes.

use std::collections::BTreeSet;

use super::Runner;
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::error::Result;
use crate::history::{Applied, HistoryQuery, Level, LogQuery, RowStatus};
use crate::report::{HistoryReport, LogReport, Stats, Timed};

/// What the log calls a migration that failed.
const FAILED: &str = "failed";

impl<D: Dialect> Runner<'_, D> {
    /// The set's rows of the history that are asked for, in ascending order of versions. It writes
    /// nothing.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub fn history<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        query: &HistoryQuery,
    ) -> Result<HistoryReport> {
        let mut rows = db.rows(self.set.name(), self.options.patience())?;
        rows.retain(|row| query.status.is_none_or(|status| row.status == status));
        let total = rows.len();
        rows.truncate(total.saturating_sub(query.skip));
        let before = rows.len().saturating_sub(query.limit.unwrap_or(usize::MAX));
        rows.drain(..before);
        Ok(HistoryReport { name: self.set.name().to_owned(), total, migrations: rows })
    }

    /// The last lines of the set's log, oldest first. It writes nothing.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub fn log<R: Driver<Dialect = D>>(&self, db: &mut R, query: &LogQuery) -> Result<LogReport> {
        // One more tells whether there are more.
        let wish = LogQuery { limit: query.limit.saturating_add(1), ..*query };
        let mut lines = db.log(self.set.name(), &wish, self.options.patience())?;
        let has_earlier = lines.len() > query.limit;
        lines.truncate(query.limit);
        lines.reverse();
        Ok(LogReport { name: self.set.name().to_owned(), lines, has_earlier })
    }

    /// How many migrations there are in each state, and how long they took. It writes nothing.
    ///
    /// # Errors
    /// As [`status`](Self::status).
    pub fn stats<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Stats> {
        let patience = self.options.patience();
        let rows = db.rows(self.set.name(), patience)?;
        let errors = LogQuery { least: Level::Error, ..LogQuery::ALL };
        let errors = db.log(self.set.name(), &errors, patience)?;
        let count = |status| rows.iter().filter(|row| row.status == status).count();
        let applied: Vec<_> = rows.iter().filter(|row| row.status == RowStatus::Applied).collect();
        let done: BTreeSet<_> = applied.iter().map(|row| row.version).collect();
        let pending =
            self.set.migrations().iter().filter(|it| !done.contains(&it.version())).count();
        Ok(Stats {
            name: self.set.name().to_owned(),
            total: applied.len() + pending,
            applied: applied.len(),
            pending,
            running: count(RowStatus::Running),
            failed: count(RowStatus::Failed),
            rolled_back: count(RowStatus::RolledBack),
            failures: errors.iter().filter(|line| line.action == FAILED).count(),
            average_time: average(&applied),
            slowest: slowest(&applied),
            last: applied.iter().max_by_key(|row| &row.applied_at).and_then(|row| timed(row)),
        })
    }
}

/// Of those whose time is known, rounded.
fn average(applied: &[&Applied]) -> Option<i64> {
    // Somebody may have written any number; their sum fits here, and their average is one of theirs.
    let times: Vec<_> = applied.iter().filter_map(|row| row.execution_ms).map(i128::from).collect();
    let count = i128::try_from(times.len()).ok().filter(|count| *count > 0)?;
    i64::try_from((times.iter().sum::<i128>() + count / 2) / count).ok()
}

fn slowest(applied: &[&Applied]) -> Option<Timed> {
    let known = applied.iter().filter(|row| row.execution_ms.is_some());
    known.max_by_key(|row| row.execution_ms).and_then(|row| timed(row))
}

fn timed(row: &Applied) -> Option<Timed> {
    Some(Timed {
        version: row.version,
        name: row.name.clone(),
        applied_at: row.applied_at.clone()?,
        execution_time: row.execution_ms,
    })
}
