//! From where on something is worth a word.

use std::time::Duration;

/// From where on something is worth a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A migration of the last run that took longer is slow.
    pub slow: Duration,
    /// So many percent of the last migrations that failed are too many.
    pub failure_rate: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Self { slow: Duration::from_secs(30), failure_rate: 20 }
    }
}
