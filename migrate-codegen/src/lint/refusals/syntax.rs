//! Text that is no SQL.

use crate::check::Severity;
use crate::lint::rule::{Check, Rule, SQLITE, Speaks};

/// Text that is no SQL.
pub(crate) const RULE: Rule = Rule {
    id: "syntax",
    title: "text that is no SQL",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: SQLITE,
    reason: "SQLite cannot read the statement, whatever the schema. The mark is where it \
             gave up, which is often a word behind the slip.",
    alternative: "Correct the word, the comma or the parenthesis at the mark or just before it. \
             SQL of another engine, such as `::text` or `SERIAL`, has to be said in \
             SQLite's own way.",
    bad: include_str!("syntax/bad.sql"),
    good: include_str!("syntax/good.sql"),
    check: Check::Refusal,
};
