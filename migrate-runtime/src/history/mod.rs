//! What a database says about the migrations that ran in it.

mod head;
mod kept;
mod log;
mod row;
mod tables;
mod texts;

pub use head::{Entry, History, Mark};
pub use kept::{Kept, KeptTable, Measured, Size};
pub use log::{Level, LogEntry, LogQuery};
pub use row::{Applied, HistoryQuery, RowStatus};
pub use tables::Tables;
pub use texts::Texts;
