//! What the calls of a runner return: values that serialize.

mod adopted;
mod discarded;
mod drift;
mod dry_run;
mod edit;
mod lock;
mod look_back;
mod planned;
mod run;
mod status;

pub use adopted::{Adopted, AdoptedLine, TextCheck};
pub use discarded::Discarded;
pub use drift::{Drift, DriftKind, Drifted};
pub use dry_run::{DryRun, DryUnit};
pub(crate) use edit::changes;
pub use edit::{Change, Edit, Extent};
pub use lock::{LockReport, Released};
pub use look_back::{HistoryReport, LogReport, Stats, Timed};
pub use planned::{PlanReport, Planned, Space};
pub use run::{Done, Failed, Report, Skipped};
pub use status::{AppliedLine, PendingLine, Status, StatusReport, StoppedLine, Summary};
