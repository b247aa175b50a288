//! What a statement may do beside what it says: functions that it calls, triggers that it fires.

use super::read::Command;

impl Command {
    /// Whether it may call a function, or make what calls one when rows are read.
    pub(in crate::catalog) fn may_call(&self) -> bool {
        let makes = matches!(self, Self::Table(_) | Self::AlterTable(..) | Self::Index(_));
        makes
            || matches!(self, Self::Into(..) | Self::View(..) | Self::Rows(_))
            || matches!(self, Self::Extra(_) | Self::Calls)
    }

    /// Whether it may change rows.
    pub(in crate::catalog) fn may_fire(&self) -> bool {
        matches!(self, Self::Into(..) | Self::Rows(_) | Self::Uses(_) | Self::Calls)
    }
}
