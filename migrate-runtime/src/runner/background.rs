//! Runs in a thread of their own, for applications whose executor must not be blocked.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::Runner;
use crate::dialect::Dialect;
use crate::driver::{Cancel, Driver};
use crate::error::{Error, Kind, Result};
use crate::report::{Report, Status};

/// Work in a thread of its own, as a future of any executor. It begins at once, and ends with the
/// answer of the work.
///
/// Dropping the future before that wishes the end of the work, as [`Cancel`] does: a run undoes the
/// migration that it is at, frees the lock, and gives the database up; nobody waits for that.
#[must_use = "dropping it cancels the work"]
pub struct Background<T> {
    shared: Arc<Mutex<State<T>>>,
    cancel: Cancel,
}

enum State<T> {
    AtWork(Option<Waker>),
    Done(std::thread::Result<T>),
    Taken,
}

/// Does blocking work in a thread of its own. The work hears by `Cancel` that nobody waits for it any
/// more; pass that on to [`Runner::cancelled_by`].
///
/// # Example
/// ```
/// use migrate_runtime::runner::background;
/// # #[cfg(feature = "sqlite")]
/// # async fn start() -> migrate_runtime::Result<()> {
/// use migrate_runtime::{Event, Migrations, Runner, Sqlite, sqlite};
///
/// static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
///
/// let report = background(|cancel| {
///     let mut listen = |event: &Event| println!("{event:?}");
///     let mut database = sqlite::Database::open("shop.db")?;
///     Runner::new(&SHOP).cancelled_by(cancel).listener(&mut listen).up(&mut database)
/// });
/// let report = report.await?;
/// # Ok(())
/// # }
/// ```
pub fn background<T: Send + 'static>(
    work: impl FnOnce(&Cancel) -> T + Send + 'static,
) -> Background<T> {
    within(Cancel::new(), work)
}

fn within<T: Send + 'static>(
    cancel: Cancel,
    work: impl FnOnce(&Cancel) -> T + Send + 'static,
) -> Background<T> {
    let shared = Arc::new(Mutex::new(State::AtWork(None)));
    let (theirs, wish) = (Arc::clone(&shared), cancel.clone());
    std::thread::spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(|| work(&wish)));
        let before = std::mem::replace(&mut *lock(&theirs), State::Done(done));
        if let State::AtWork(Some(waker)) = before {
            waker.wake();
        }
    });
    Background { shared, cancel }
}

/// Nothing that can panic is done while it is locked.
fn lock<T>(shared: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Future for Background<T> {
    type Output = T;

    /// # Panics
    /// When the work did, with what it said; and when it is polled again after its end.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut state = lock(&self.shared);
        match std::mem::replace(&mut *state, State::Taken) {
            State::AtWork(_) => {
                *state = State::AtWork(Some(context.waker().clone()));
                Poll::Pending
            }
            State::Done(Ok(answer)) => Poll::Ready(answer),
            State::Done(Err(panic)) => {
                drop(state);
                resume_unwind(panic as Box<dyn Any + Send>)
            }
            State::Taken => panic!("a future is not polled after its end"),
        }
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        if matches!(*lock(&self.shared), State::AtWork(_)) {
            self.cancel.cancel();
        }
    }
}

impl<T> fmt::Debug for Background<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Background").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

/// The calls of a runner in a thread of their own. They take the database along and give it back.
///
/// Listeners and hooks stay in their own thread: such a run is made with [`background`].
impl<D: Dialect + 'static> Runner<'_, D> {
    /// [`up`](Self::up), without blocking the executor.
    ///
    /// # Errors
    /// As [`up`](Self::up); and when the runner has a listener or hooks.
    pub fn up_async<R>(&self, db: R) -> Background<(R, Result<Report>)>
    where
        R: Driver<Dialect = D> + Send + 'static,
    {
        self.apart("up_async", db, |mut runner, db| runner.up(db))
    }

    /// [`down`](Self::down), without blocking the executor.
    ///
    /// # Errors
    /// As [`down`](Self::down); and when the runner has a listener or hooks.
    pub fn down_async<R>(&self, db: R) -> Background<(R, Result<Report>)>
    where
        R: Driver<Dialect = D> + Send + 'static,
    {
        self.apart("down_async", db, |mut runner, db| runner.down(db))
    }

    /// [`redo`](Self::redo), without blocking the executor.
    ///
    /// # Errors
    /// As [`redo`](Self::redo); and when the runner has a listener or hooks.
    pub fn redo_async<R>(&self, db: R) -> Background<(R, Result<Report>)>
    where
        R: Driver<Dialect = D> + Send + 'static,
    {
        self.apart("redo_async", db, |mut runner, db| runner.redo(db))
    }

    /// [`status`](Self::status), without blocking the executor.
    ///
    /// # Errors
    /// As [`status`](Self::status); and when the runner has a listener or hooks.
    pub fn status_async<R>(&self, db: R) -> Background<(R, Result<Status>)>
    where
        R: Driver<Dialect = D> + Send + 'static,
    {
        self.apart("status_async", db, |runner, db| runner.status(db))
    }

    pub(super) fn apart<R: Send + 'static, T: Send + 'static>(
        &self,
        what: &'static str,
        mut db: R,
        call: impl FnOnce(Runner<'static, D>, &mut R) -> Result<T> + Send + 'static,
    ) -> Background<(R, Result<T>)> {
        let (set, target, mut options) = (self.set, self.target.clone(), self.options.clone());
        let refused = match (&self.listener, self.hooks.borrow().is_empty()) {
            (Some(_), _) => Some("listener"),
            (None, false) => Some("hook"),
            (None, true) => None,
        };
        let cancel = options.cancel.as_ref().map_or_else(Cancel::new, Cancel::child);
        options.cancel = Some(cancel.clone());
        within(cancel, move |_| {
            if let Some(other) = refused {
                return (db, Err(Error::new(Kind::Contradiction { one: what, other })));
            }
            let result = call(Runner::of(&set).target(target).options(options), &mut db);
            (db, result)
        })
    }
}
