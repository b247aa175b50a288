//! How much a finding weighs for this migration of this set.

use super::rule::{Rule, Speaks};
use crate::check::{Level, Options, Severity};
use crate::source::{Origin, Source};

/// The severity of a rule's findings; `None` when they are not shown.
///
/// What the set says of the rule comes first. A plain directory was written for another tool, so
/// nothing there is an error unless the set says so.
pub(super) fn severity(rule: &Rule, source: &Source, options: &Options) -> Option<Severity> {
    match (options.level(rule.id), source.origin) {
        _ if rule.check.is_final() => None,
        _ if options.is_adopted(source.version) => None,
        (Some(Level::Off), _) => None,
        (Some(Level::Warn), _) => Some(Severity::Warning),
        (Some(Level::Error), _) => Some(Severity::Error),
        (None, _) if rule.speaks == Speaks::WhenAsked => None,
        (None, Origin::Directory) => Some(rule.severity.min(Severity::Warning)),
        (None, Origin::Rust | Origin::SqlFile) => Some(rule.severity),
    }
}
