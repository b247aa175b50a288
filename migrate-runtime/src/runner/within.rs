//! The time that a whole run may take.

use std::time::{Duration, Instant};

use super::Runner;
use crate::dialect::Dialect;
use crate::driver::Cancel;
use crate::error::{Error, Kind, Result};

impl<D: Dialect> Runner<'_, D> {
    /// Works within the time that the options allow: the end of that time is a wish to stop.
    pub(super) fn within<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let limit = self.options.timeout;
        // So far ahead that no clock gets there is no limit.
        let end = limit.and_then(|limit| Some((limit, Instant::now().checked_add(limit)?)));
        let Some((limit, end)) = end else { return work(self) };
        let given = self.options.cancel.take();
        let bounded = given.clone().unwrap_or_default().until(end);
        self.options.cancel = Some(bounded);
        let result = work(self);
        self.options.cancel.clone_from(&given);
        result.map_err(|error| explained(error, given.as_ref(), limit))
    }
}

/// Nobody but the clock wished the end.
fn explained(mut error: Error, given: Option<&Cancel>, limit: Duration) -> Error {
    if error.is_cancelled() && !given.is_some_and(Cancel::is_cancelled) {
        *error.kind_mut() = Kind::OutOfTime { limit };
    }
    error
}
