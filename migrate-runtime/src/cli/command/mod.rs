//! One file a command: what it asks, and how the answer reads.

mod adopt;
mod backup;
mod change;
mod check;
mod completions;
mod config;
mod down;
mod explain;
mod graph;
mod history;
mod lock;
mod new;
mod plan;
mod repair;
mod risk;
mod snapshot;
mod status;
mod up;
mod verify;

pub(crate) use adopt::adopt;
pub(crate) use backup::backup;
pub(crate) use check::check;
pub(crate) use completions::completions;
pub(crate) use config::config;
pub(crate) use down::{down, redo};
pub(crate) use explain::explain;
pub(crate) use graph::graph;
pub(crate) use history::history;
pub(crate) use lock::{lock, release as lock_release, status as lock_status};
pub(crate) use new::new;
pub(crate) use plan::plan;
pub(crate) use repair::repair;
pub(crate) use snapshot::snapshot;
pub(crate) use status::status;
pub(crate) use up::up;
pub(crate) use verify::verify;
