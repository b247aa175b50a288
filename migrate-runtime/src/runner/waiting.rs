//! Waiting for somebody else's lock.

use std::time::{Duration, Instant};

use super::{Event, Runner};
use crate::dialect::Dialect;
use crate::driver::Lease;
use crate::error::{Error, Kind, Result};

/// How often a held lock is asked for.
const LOCK_POLL: Duration = Duration::from_millis(100);

/// Since when somebody else's lock is waited for.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    since: Option<Instant>,
}

impl<D: Dialect> Runner<'_, D> {
    pub(super) fn wait(&mut self, waiting: &mut Waiting, lease: Lease) -> Result<()> {
        let since = *waiting.since.get_or_insert_with(Instant::now);
        let Lease::Held(holder) = lease else { return Ok(()) };
        if since.elapsed() >= self.options.lock_timeout {
            return Err(Error::new(Kind::Locked { holder: Box::new(holder) }));
        }
        self.tell(&Event::Waiting {
            waited: since.elapsed(),
            holder: Some(holder.to_string()),
            since: Some(holder.since),
        });
        std::thread::sleep(LOCK_POLL);
        self.go_on()
    }

    /// Fails when somebody wishes that the run ends.
    pub(super) fn go_on(&self) -> Result<()> {
        if self.options.patience().is_cancelled() {
            return Err(Error::new(Kind::Cancelled));
        }
        Ok(())
    }
}
