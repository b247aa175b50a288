//! A schema that is not there at that point.

use crate::check::Severity;
use crate::lint::rule::{Check, POSTGRES, Rule, Speaks};

/// A schema that is not there at that point.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_schema",
    title: "names a schema that is not there at that point",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "No migration so far makes a schema of that name. The catalog is sure of that \
             only where the history makes all of its schemas itself.",
    alternative: "Correct the name, or create the schema first.",
    bad: include_str!("no_such_schema/bad.sql"),
    good: include_str!("no_such_schema/good.sql"),
    check: Check::Refusal,
};
