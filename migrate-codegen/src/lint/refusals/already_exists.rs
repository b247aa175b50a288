//! An object whose name is taken.

use crate::check::Severity;
use crate::lint::rule::{Check, JUDGED, Rule, Speaks};

/// An object whose name is taken.
pub(crate) const RULE: Rule = Rule {
    id: "already_exists",
    title: "makes an object whose name is taken",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: JUDGED,
    reason: "There is an object of that name at that point of the history. Tables, views \
             and indexes share their names.",
    alternative: "Choose another name. To change a table, use `ALTER TABLE` or a rebuild. `IF \
             NOT EXISTS` would only hide that the two differ.",
    bad: include_str!("already_exists/bad.sql"),
    good: include_str!("already_exists/good.sql"),
    check: Check::Refusal,
};
