//! A module that the SQLite at hand does not have.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A module that the SQLite at hand does not have.
pub(crate) const RULE: Rule = Rule {
    id: "no_such_module",
    title: "makes a virtual table of a module that is not there",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "A virtual table is made by a module. The SQLite that judges was compiled \
             without this one, and the application most likely uses the same SQLite.",
    alternative: "Correct the name: `fts5`, `rtree`, .. If an extension brings the module, load \
             it in the application and keep the statement out of what is checked: in a step \
             in Rust.",
    bad: include_str!("no_such_module/bad.sql"),
    good: include_str!("no_such_module/good.sql"),
    check: Check::Refusal,
};
