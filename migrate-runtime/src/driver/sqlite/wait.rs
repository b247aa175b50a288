//! Waiting for a database that somebody else has, by polling with jitter.
//!
//! SQLite's own busy handler belongs to the application, sleeps in lock-step with every other
//! waiter, and is not called at all in some of the cases that matter.

use std::time::{Duration, Instant};

use super::engine::{explain, is_busy, said};
use crate::driver::{Patience, jittered};
use crate::error::{Error, Kind, Result};

/// The longest pause between two attempts.
const LONGEST: Duration = Duration::from_millis(60);

/// Tries until it works, fails for another reason than a busy database, or `patience` is over.
/// At least once, even when the run was cancelled before: what undoes things waits here too.
/// `waiting` hears how long it has taken so far.
pub(super) fn patiently<T>(
    patience: Patience<'_>,
    what: &'static str,
    waiting: &mut dyn FnMut(Duration),
    attempt: impl FnMut() -> rusqlite::Result<T>,
) -> Result<T> {
    let start = Instant::now();
    retried(patience, waiting, attempt).map_err(|error| match busy(&error, patience, start) {
        Some(kind) => Error::new(kind).because(said(&error)),
        None => explain(&error, what),
    })
}

/// The same, with the engine's own error.
pub(super) fn retried<T>(
    patience: Patience<'_>,
    waiting: &mut dyn FnMut(Duration),
    mut attempt: impl FnMut() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        let result = attempt();
        let waited = start.elapsed();
        match &result {
            Err(error) if is_busy(error) && waited < patience.limit && !patience.is_cancelled() => {
                waiting(waited);
            }
            _ => return result,
        }
        std::thread::sleep(jittered(pause).min(patience.limit.saturating_sub(start.elapsed())));
        pause = (pause * 2).min(LONGEST);
    }
}

/// What it means that the database was still busy at the end.
pub(super) fn busy(
    error: &rusqlite::Error,
    patience: Patience<'_>,
    start: Instant,
) -> Option<Kind> {
    match is_busy(error) {
        false => None,
        true if patience.is_cancelled() => Some(Kind::Cancelled),
        true => Some(Kind::Busy { waited: start.elapsed(), writer: None }),
    }
}
