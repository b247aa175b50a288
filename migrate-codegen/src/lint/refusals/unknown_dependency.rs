//! A dependency that is not in the list.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A dependency that is not in the list.
pub(crate) const RULE: Rule = Rule {
    id: "unknown_dependency",
    title: "depends on a migration that is not in the list",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "`depends_on` names the migrations that have to be there first. None in the \
             list has this version or this name.",
    alternative: "Correct it, or leave it out: what the SQL itself needs is found without being \
             declared.",
    bad: include_str!("unknown_dependency/bad.sql"),
    good: include_str!("unknown_dependency/good.sql"),
    check: Check::Structure,
};
