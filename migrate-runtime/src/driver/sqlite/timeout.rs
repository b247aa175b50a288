//! Stopping a statement that runs too long, or whose run was cancelled.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, InterruptHandle};

use crate::driver::{Cancel, Patience};
use crate::error::Kind;

/// How often a wish to cancel is looked for, and an interruption repeated: one that comes between two
/// statements has no effect.
const GLANCE: Duration = Duration::from_millis(20);

/// Interrupts the connection when its time is over or the run is cancelled, unless it is dropped
/// before.
#[derive(Debug)]
pub(super) struct Watchdog {
    limit: Option<Duration>,
    cancel: Option<Cancel>,
    fired: Arc<AtomicBool>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    /// Watches the statements from here on. Where nothing can happen, there is no thread.
    pub(super) fn start(
        connection: &Connection,
        limit: Option<Duration>,
        patience: Patience<'_>,
    ) -> Self {
        let cancel = patience.cancel.cloned();
        let fired = Arc::new(AtomicBool::new(false));
        let (stop, stopped) = channel::<()>();
        let thread = (limit.is_some() || cancel.is_some()).then(|| {
            let watch = Watch {
                deadline: limit.map(|limit| Instant::now() + limit),
                cancel: cancel.clone(),
                fired: Arc::clone(&fired),
                handle: connection.get_interrupt_handle(),
            };
            std::thread::spawn(move || watch.until(&stopped))
        });
        Self { limit, cancel, fired, stop: Some(stop), thread }
    }

    /// Why it interrupted, if it did: the time was over, or the run was cancelled.
    pub(super) fn reason(&self) -> Option<Kind> {
        match self.limit {
            _ if !self.fired.load(Ordering::SeqCst) => None,
            _ if self.cancel.as_ref().is_some_and(Cancel::is_cancelled) => Some(Kind::Cancelled),
            Some(limit) => Some(Kind::TimedOut { limit }),
            None => None,
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It only waits and interrupts, so there is nothing to learn from its end.
            let _ = thread.join();
        }
    }
}

/// What the thread of a watchdog knows.
struct Watch {
    deadline: Option<Instant>,
    cancel: Option<Cancel>,
    fired: Arc<AtomicBool>,
    handle: InterruptHandle,
}

impl Watch {
    /// Watches until the other end is dropped.
    fn until(self, stopped: &Receiver<()>) {
        while stopped.recv_timeout(self.pause()) == Err(RecvTimeoutError::Timeout) {
            if self.is_over() {
                self.fired.store(true, Ordering::SeqCst);
                self.handle.interrupt();
            }
        }
    }

    fn pause(&self) -> Duration {
        match self.deadline {
            Some(deadline) if self.cancel.is_none() && !self.is_over() => {
                deadline.saturating_duration_since(Instant::now())
            }
            Some(deadline) if !self.is_over() => {
                deadline.saturating_duration_since(Instant::now()).min(GLANCE)
            }
            _ => GLANCE,
        }
    }

    fn is_over(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
            || self.cancel.as_ref().is_some_and(Cancel::is_cancelled)
    }
}
