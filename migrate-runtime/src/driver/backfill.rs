//! What a step in Rust works with that changes a large table in small batches.

use std::fmt;
use std::time::Duration;

use super::pace::{Course, Pace};
use super::{Row, Transaction};
use crate::error::Result;
use crate::migration::StepError;

/// A change of many rows, in batches that each hold the database for a few milliseconds.
///
/// A walk goes over the rows of a query in the order of its first column, the key. Each batch commits
/// together with the key that it came to, so that a run that was killed goes on behind the last batch
/// and meets no row twice. Between two batches the database belongs to others.
///
/// What lies outside the walks, in the function itself, runs again whenever a stopped backfill goes
/// on. Walks that are done are not repeated: they are told apart by their order, so the same function
/// must make the same walks each time.
///
/// # Example
/// ```
/// use migrate_runtime::{Backfill, Result, params, sql};
///
/// fn fill_totals(b: &mut Backfill<'_>) -> Result<()> {
///     // In SQL: `?1` is the first key of a batch, `?2` the last one.
///     b.walk(
///         sql!("SELECT id FROM orders WHERE total IS NULL"),
///         sql!("UPDATE orders SET total = price * quantity WHERE id BETWEEN ?1 AND ?2 AND total IS NULL"),
///     )?;
///     // In Rust, row by row.
///     b.each(sql!("SELECT id, name FROM customers"), |tx, row| {
///         let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
///         tx.execute(sql!("UPDATE customers SET name = ?2 WHERE id = ?1"), params![id, name.trim()])?;
///         Ok(())
///     })
/// }
/// ```
pub struct Backfill<'a> {
    batches: &'a mut dyn Batches,
    pace: Pace,
}

impl<'a> Backfill<'a> {
    /// A backfill whose batches somebody else begins and ends.
    pub fn new(batches: &'a mut dyn Batches) -> Self {
        Self { batches, pace: Pace::new() }
    }

    /// How long a batch may hold the database, which decides how many rows it has; 10 milliseconds
    /// unless set. It is a goal: a single row, or rows with the same key, are never parted.
    pub fn batch_time(&mut self, goal: Duration) -> &mut Self {
        self.pace.goal = goal;
        self
    }

    /// How long to rest between two batches, in percent of the time that the last one held the
    /// database; 100 unless set. Nobody rests in a database that only this connection can see.
    pub fn rest(&mut self, percent: u32) -> &mut Self {
        self.pace.rest = percent;
        self
    }

    /// Walks over the rows of a query, and runs a statement for each batch of them.
    ///
    /// The key is the query's first column. In the statement `?1` is the first key of the batch and
    /// `?2` the last one, both included; it has no other parameters. The statement says itself which
    /// rows between these it changes, so it repeats the condition of the query.
    ///
    /// The walk ends with the last key that is there when it begins. Keys should be unique and
    /// indexed, such as a primary key: rows with equal keys are in one batch, and without an index
    /// each batch looks for its rows in the whole table.
    ///
    /// # Errors
    /// When rows have no key; when the engine refuses the query or the statement; and when the run is
    /// cancelled or lost its lock. The batches before it stay, and the next run goes on behind them.
    pub fn walk(&mut self, rows: &str, statement: &str) -> Result<()> {
        self.go(rows, &mut Change::Statement(statement))
    }

    /// Walks over the rows of a query, and calls a function for each of them, in order and inside the
    /// transaction of its batch.
    ///
    /// The key is the query's first column, as for [`walk`](Self::walk).
    ///
    /// # Errors
    /// As [`walk`](Self::walk), and when the function fails: its batch is undone.
    pub fn each(
        &mut self,
        rows: &str,
        mut change: impl FnMut(&mut Transaction<'_>, &Row) -> Result<(), StepError>,
    ) -> Result<()> {
        let goal = self.pace.goal;
        self.go(rows, &mut Change::Each { change: &mut change, goal })
    }

    fn go(&mut self, rows: &str, change: &mut Change<'_>) -> Result<()> {
        let Some(walk) = self.batches.begin(rows)? else { return Ok(()) };
        let mut course = Course::new(walk);
        loop {
            let batch = self.batches.batch(self.pace.size(), change)?;
            course.add(batch.rows);
            self.pace.learn(&batch);
            if batch.ahead == Ahead::End {
                self.batches.tell(course.last_word(), None);
                return Ok(());
            }
            if let Some((walk, left)) = course.word() {
                self.batches.tell(walk, left);
            }
            self.batches.rest(self.pace.pause(&batch))?;
        }
    }
}

impl fmt::Debug for Backfill<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backfill").field("pace", &self.pace).finish_non_exhaustive()
    }
}

/// What a driver does for a [`Backfill`].
pub trait Batches {
    /// Begins the next walk over the rows of a query, or goes on with it where a run before stopped.
    /// `None` when there is nothing to walk over any more.
    ///
    /// # Errors
    /// When the query is none, or its rows have no keys.
    fn begin(&mut self, rows: &str) -> Result<Option<Walk>>;

    /// Runs the next batch of about `size` rows, and remembers in the same transaction how far the walk
    /// came.
    ///
    /// # Errors
    /// When the change fails. Nothing of the batch stays then.
    fn batch(&mut self, size: usize, change: &mut Change<'_>) -> Result<Batch>;

    /// Leaves the database to others for so long, unless there are none.
    ///
    /// # Errors
    /// When the run was cancelled meanwhile.
    fn rest(&mut self, pause: Duration) -> Result<()>;

    /// Passes on how far the walk is, and how long its rest takes.
    fn tell(&mut self, walk: Walk, left: Option<Duration>);
}

/// What happens to the rows of a batch.
pub enum Change<'c> {
    /// A statement with the first and the last key of the batch.
    Statement(&'c str),
    /// A function, row by row. Where keys are whole numbers the batch may end early, when it took
    /// longer than its goal.
    Each {
        /// The function.
        change: &'c mut dyn FnMut(&mut Transaction<'_>, &Row) -> Result<(), StepError>,
        /// How long the batch may take.
        goal: Duration,
    },
}

/// How far a walk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Walk {
    /// How many rows are done.
    pub done: u64,
    /// How many there are.
    pub total: u64,
}

/// A batch that was committed.
#[derive(Clone, Copy, Debug)]
pub struct Batch {
    /// How many rows of the walk were in it.
    pub rows: u64,
    /// How long the change took.
    pub worked: Duration,
    /// How long the database was held, which includes the commit.
    pub held: Duration,
    /// What lies before the walk.
    pub ahead: Ahead,
}

/// What lies before a walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// More rows.
    More,
    /// Nothing: the walk is done.
    End,
}

impl fmt::Debug for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement(sql) => f.debug_tuple("Statement").field(sql).finish(),
            Self::Each { goal, .. } => {
                f.debug_struct("Each").field("goal", goal).finish_non_exhaustive()
            }
        }
    }
}
