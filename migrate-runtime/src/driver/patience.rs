//! How long to wait for others, and who may end that: the caller, from another thread or a signal.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A wish that a run ends early.
///
/// Clones share the wish. A run that hears of it stops waiting, undoes the migration that it is at
/// (or, with `transaction = false`, its current statement), frees the lock, and fails with an error
/// that [`is_cancelled`](crate::Error::is_cancelled).
///
/// # Example
/// ```
/// use migrate_runtime::driver::Cancel;
///
/// let cancel = Cancel::new();
/// let elsewhere = cancel.clone();
/// std::thread::spawn(move || elsewhere.cancel()).join().expect("no panic");
/// assert!(cancel.is_cancelled());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel {
    wished: Arc<AtomicBool>,
    /// Others who may wish it too.
    others: Vec<Arc<AtomicBool>>,
    /// The time at which the clock wishes it.
    end: Option<Instant>,
}

impl Cancel {
    /// Nobody wishes it yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Wishes it. There is no way back.
    pub fn cancel(&self) {
        self.wished.store(true, Ordering::SeqCst);
    }

    /// Whether somebody wished it.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        let is_wished = |flag: &Arc<AtomicBool>| flag.load(Ordering::SeqCst);
        is_wished(&self.wished)
            || self.others.iter().any(is_wished)
            || self.end.is_some_and(|end| Instant::now() >= end)
    }

    /// The same wish, which the clock has too from that time on.
    pub(crate) fn until(self, end: Instant) -> Self {
        Self { end: Some(end), ..self }
    }

    /// A wish of its own, which everybody has too who has this one.
    pub(crate) fn child(&self) -> Self {
        let others = self.others.iter().chain([&self.wished]).map(Arc::clone).collect();
        Self { wished: Arc::default(), others, end: self.end }
    }

    /// The flag itself, for handlers of signals, which may do no more than set one.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.wished)
    }
}

/// Two are equal when they share the wish.
impl PartialEq for Cancel {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.wished, &other.wished)
    }
}

impl Eq for Cancel {}

/// The longest to wait for a database that somebody else has, and what ends the waiting early.
#[derive(Clone, Copy, Debug)]
pub struct Patience<'a> {
    /// The longest to wait.
    pub limit: Duration,
    /// What ends the waiting, and the work, early.
    pub cancel: Option<&'a Cancel>,
}

impl Patience<'_> {
    /// Asks once.
    pub const NONE: Self = Self { limit: Duration::ZERO, cancel: None };

    /// Whether somebody wishes the end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(Cancel::is_cancelled)
    }
}

impl From<Duration> for Patience<'_> {
    fn from(limit: Duration) -> Self {
        Self { limit, cancel: None }
    }
}

/// Between a half and the whole of `pause`, so that waiters do not wake together.
pub(crate) fn jittered(pause: Duration) -> Duration {
    // The standard library's hasher keys are random, which is all the randomness needed here.
    let random = RandomState::new().hash_one(0_u8) % 1_000;
    let share = u32::try_from(random).unwrap_or(0);
    pause / 2 + pause / 2 * share / 1_000
}
