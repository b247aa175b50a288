//! A type that SQLite does not know.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// A type that SQLite does not know.
pub(crate) const RULE: Rule = Rule {
    id: "unknown_type_name",
    title: "a column type that SQLite does not know, most likely misspelt",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "SQLite takes any word for a type and guesses the affinity from its letters: `TEXTT` \
             is text, `STRING` is numeric and turns `007` into `7`, and `INTEGR PRIMARY KEY` is \
             no row id.",
    alternative: "Write one of the names that SQLite documents: `INTEGER`, `TEXT`, `REAL`, `BLOB`, \
             `NUMERIC`, or a usual synonym of them. `STRICT` tables refuse all others.",
    bad: include_str!("unknown_type_name/bad.sql"),
    good: include_str!("unknown_type_name/good.sql"),
    check: Check::Judge,
};
