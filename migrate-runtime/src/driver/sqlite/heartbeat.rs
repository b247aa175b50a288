//! Renewing the lock while a step outside a transaction works for long.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::lock;
use crate::driver::Token;
use crate::history::Tables;

/// How long one renewal waits for a writer. While somebody writes, nobody takes the lock over either.
const PATIENCE: Duration = Duration::from_secs(5);

/// Renews the lock from time to time, until it is dropped.
#[derive(Debug)]
pub(super) struct Heartbeat {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Heartbeat {
    /// Begins, on connections of its own; without a file (in memory) there is nobody to keep out.
    pub(super) fn start(
        connection: &Connection,
        tables: &Tables,
        token: Token,
        lifetime: Duration,
    ) -> Option<Self> {
        let path = connection.path().filter(|path| !path.is_empty())?.to_owned();
        let tables = tables.clone();
        let (stop, stopped) = channel::<()>();
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(lifetime / 3) == Err(RecvTimeoutError::Timeout) {
                if let Err(error) = beat(&path, &tables, token, lifetime) {
                    tracing::debug!(%error, "the lock was not renewed");
                }
            }
        });
        Some(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // It only renews, so there is nothing to learn from its end.
            let _ = thread.join();
        }
    }
}

/// One renewal. When the lock was taken over it changes nothing, and the holder hears of that when it
/// writes next.
fn beat(path: &str, tables: &Tables, token: Token, lifetime: Duration) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    lock::renewing(tables, token, lifetime).run(&connection).map(|_| ())
}
