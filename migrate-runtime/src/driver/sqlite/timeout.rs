//! Stopping a statement that runs too long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

/// Interrupts the connection when its time is over, unless it is dropped before.
#[derive(Debug)]
pub(super) struct Watchdog {
    fired: Arc<AtomicBool>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watchdog {
    pub(super) fn start(connection: &Connection, limit: Duration) -> Self {
        let handle = connection.get_interrupt_handle();
        let fired = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&fired);
        let (stop, stopped) = channel::<()>();
        let thread = std::thread::spawn(move || {
            if stopped.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                seen.store(true, Ordering::SeqCst);
                handle.interrupt();
            }
        });
        Self { fired, stop: Some(stop), thread: Some(thread) }
    }

    pub(super) fn has_fired(&self) -> bool {
        self.fired.load(Ordering::SeqCst)
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
