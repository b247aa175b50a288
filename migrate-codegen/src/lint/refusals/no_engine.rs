//! SQLite itself cannot be used.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// SQLite itself cannot be used.
pub(crate) const RULE: Rule = Rule {
    id: "no_engine",
    title: "the engine that judges cannot be used",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "The check replays the history in a SQLite in memory, and opening that one \
             failed: most often there is no memory left, or the system's library is another \
             one than was linked.",
    alternative: "Build with the feature `bundled`, or repair the system's SQLite. \
             `MIGRATE_CHECK=syntax` does without the engine meanwhile.",
    bad: include_str!("no_engine/bad.sql"),
    good: include_str!("no_engine/good.sql"),
    check: Check::Refusal,
};
