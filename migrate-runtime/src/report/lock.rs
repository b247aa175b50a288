//! Where the lock of a database stands.

use serde::Serialize;

use crate::driver::{Holder, Lock, Writer};

/// Where the lock of a database stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LockReport {
    /// The set.
    pub name: String,
    /// What the lock row says.
    #[serde(flatten)]
    pub lock: Lock,
    /// The process that is writing right now, where that can be told.
    pub writer: Option<Writer>,
}

/// Whom the lock was taken away from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Released {
    /// The set.
    pub name: String,
    /// Who held it; nobody, when nothing was done.
    pub released: Option<Holder>,
}
