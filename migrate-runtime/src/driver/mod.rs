//! What a database driver can do: the contract, the values that cross it, and one directory an
//! engine.
//!
//! A driver runs *units*: what commits together, migrations and their history rows alike. It does
//! not expose `begin` and `commit`, because not every engine has them.

mod amend;
mod backfill;
mod backup;
mod contract;
mod discard;
mod lock;
mod loss;
mod outcome;
mod pace;
mod patience;
#[cfg(feature = "sqlite")]
mod process;
mod risk;
mod row;
mod session;
mod transaction;
mod unit;
mod value;

#[cfg(feature = "sqlite")]
pub mod sqlite;

pub use amend::{Amend, AmendChange, Amending, Amendment, Place};
pub use backfill::{Ahead, Backfill, Batch, Batches, Change, Walk};
pub use backup::{Backup, BackupFile, BackupWish, Origin, Restoration, RestoreWish, Rotation};
pub use contract::{Atom, Driver, Facts};
pub use discard::{Discard, Discarding};
pub use lock::{Claim, Eviction, Holder, Lease, Lock, LockState, Token, Writer};
pub use loss::{Consent, Loss, Losses};
pub use outcome::{Committed, Outcome, Progress, Ran};
pub(crate) use patience::jittered;
pub use patience::{Cancel, Patience};
pub use risk::{Blocks, Risk, Touched, TouchedBy};
pub use row::{FromValue, Row};
pub use session::Session;
pub use transaction::Transaction;
pub use unit::{Begun, Job, Record, Unit, Work};
pub use value::Value;
