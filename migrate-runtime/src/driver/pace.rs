//! How large the batches of a backfill are, how long it rests between them, and when it will end.

use std::time::{Duration, Instant};

use super::{Batch, Walk};

/// The size of the first batch: what a row costs is not known yet.
const FIRST: usize = 100;
/// More rows in memory, or between two looks at the clock, than anybody needs.
const LARGEST: usize = 50_000;
/// How often a run says how far it is.
const WORD_EVERY: Duration = Duration::from_millis(100);

/// The size of the batches and the rests between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// How long a batch may hold the database.
    pub(super) goal: Duration,
    /// How long to rest, in percent of the time that the batch held the database.
    pub(super) rest: u32,
    size: usize,
}

impl Pace {
    pub(super) fn new() -> Self {
        Self { goal: Duration::from_millis(10), rest: 100, size: FIRST }
    }

    /// How many rows the next batch has.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Learns from a batch. It grows slowly and shrinks fast: too small costs a little time, too
    /// large makes others wait.
    pub(super) fn learn(&mut self, batch: &Batch) {
        // A slow disk takes its time for each commit, which smaller batches would not change.
        let commit = batch.held.saturating_sub(batch.worked).min(self.goal / 2);
        let spent = (batch.worked + commit).as_nanos().max(1);
        let fits = self.size as u128 * self.goal.as_nanos() / spent;
        let is_full = batch.rows >= self.size as u64;
        let most = if is_full { self.size * 2 } else { self.size };
        let fits = usize::try_from(fits).unwrap_or(usize::MAX);
        self.size = fits.clamp(self.size / 4, most).clamp(1, LARGEST);
    }

    /// How long to leave the database to others behind this batch.
    pub(super) fn pause(&self, batch: &Batch) -> Duration {
        batch.held.saturating_mul(self.rest) / 100
    }
}

/// How far a walk is.
#[derive(Debug)]
pub(super) struct Course {
    start: Instant,
    before: u64,
    done: u64,
    total: u64,
    told: Option<Instant>,
}

impl Course {
    pub(super) fn new(walk: Walk) -> Self {
        let Walk { done, total } = walk;
        Self { start: Instant::now(), before: done, done, total, told: None }
    }

    pub(super) fn add(&mut self, rows: u64) {
        self.done = (self.done + rows).min(self.total);
    }

    /// What to tell now, if it is time to: rows done, all rows, and the time for the rest.
    pub(super) fn word(&mut self) -> Option<(Walk, Option<Duration>)> {
        if self.told.is_some_and(|at| at.elapsed() < WORD_EVERY) {
            return None;
        }
        self.told = Some(Instant::now());
        let left = left(self.start.elapsed(), self.done - self.before, self.total - self.done);
        Some((Walk { done: self.done, total: self.total }, left))
    }

    /// What to tell at the end. Rows that others deleted meanwhile are done too.
    pub(super) fn last_word(&self) -> Walk {
        Walk { done: self.total, total: self.total }
    }
}

/// How long so many rows take at the pace of those that are done.
fn left(elapsed: Duration, done: u64, rows: u64) -> Option<Duration> {
    let milliseconds = (elapsed.as_millis() * u128::from(rows)).checked_div(done.into())?;
    u64::try_from(milliseconds).ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::Ahead;

    /// The sizes of batches in which a row costs so many microseconds, and a commit so many.
    #[track_caller]
    fn check(row: u64, commit: u64, expected: &[usize]) {
        let mut pace = Pace::new();
        let sizes: Vec<usize> = (0..expected.len())
            .map(|_| {
                let size = pace.size();
                let worked = Duration::from_micros(row * size as u64);
                let held = worked + Duration::from_micros(commit);
                pace.learn(&Batch { rows: size as u64, worked, held, ahead: Ahead::More });
                size
            })
            .collect();
        assert_eq!(sizes, expected);
    }

    #[test]
    fn batches_take_as_long_as_they_may() {
        check(10, 0, &[100, 200, 400, 800, 1000, 1000]);
        check(1_000, 0, &[100, 25, 10, 10]);
        check(100_000, 0, &[100, 25, 6, 1, 1]);
        // A commit that takes longer than a whole batch may leaves half of the time to the rows.
        check(10, 50_000, &[100, 166, 249, 332, 399]);
    }

    #[test]
    fn the_rest_takes_as_long_as_what_was_done() {
        let minute = Duration::from_secs(60);
        assert_eq!(left(minute, 100, 200), Some(minute * 2));
        assert_eq!(left(minute, 100, 0), Some(Duration::ZERO));
        assert_eq!(left(minute, 0, 200), None);
    }

    #[test]
    fn a_walk_is_never_more_than_done() {
        let mut course = Course::new(Walk { done: 10, total: 20 });
        course.add(15);
        assert_eq!(course.word().map(|(walk, _)| walk), Some(Walk { done: 20, total: 20 }));
        assert_eq!(course.word(), None);
    }
}
