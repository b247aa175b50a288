//! Applies and rolls back the migrations of a set, by the rules that keep data safe.

#[cfg(feature = "sqlite")]
mod adopt;
mod again;
mod amend;
mod author;
mod auto;
mod background;
mod backup;
mod configure;
mod down;
#[cfg(feature = "sqlite")]
mod drift;
mod dry_run;
mod event;
mod execute;
mod failure;
mod health;
mod hooked;
mod kept;
mod lock;
mod look_back;
mod options;
mod redo;
mod repair;
mod status;
mod stored;
mod units;
mod up;
mod waiting;
mod within;

pub use crate::driver::Consent;
pub use auto::{AfterFailure, AtStart, Auto, Started};
#[cfg(feature = "cli")]
pub(crate) use auto::{FAIL_HARD, ON_START, Wish, on_off};
pub use background::{Background, background};
pub use backup::{BackUpBefore, Backups};
pub use configure::Runner;
pub use dry_run::Action;
pub use event::Event;
pub use options::{Checksums, Grouping, OnFailure, Options, Rollbacks, Stored};
