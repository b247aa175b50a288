//! A constraint that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, POSTGRES, Rule, Speaks};

/// A constraint that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_constraint",
    title: "names a constraint that the table does not have at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "No migration so far gives the table a constraint of that name, or it went with \
             a column. A constraint without a name of its own is called after its table and \
             columns: `orders_total_check`, `orders_pkey`.",
    alternative: "Correct the name. Who names constraints when they are made does not have to \
             guess later.",
    bad: include_str!("no_such_constraint/bad.sql"),
    good: include_str!("no_such_constraint/good.sql"),
    check: Check::Refusal,
};
