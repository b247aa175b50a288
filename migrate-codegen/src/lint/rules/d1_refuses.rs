//! A statement that SQLite accepts and D1 refuses.

use crate::Dialect;
use crate::check::Severity;
use crate::lint::rule::{Check, Rule, Speaks};

/// A statement that SQLite accepts and D1 refuses.
pub(crate) const RULE: Rule = Rule {
    id: "d1_refuses",
    title: "refused by Cloudflare D1",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: D1,
    reason: "D1 is SQLite behind a service that allows less: no transaction control, no `ATTACH`, \
             no temporary tables, no pragmas that reach the file, no names that begin with \
             `_cf_`. A local SQLite file accepts all of it, so the failure shows at the deploy.",
    alternative: "Use an ordinary table instead of a temporary one, and leave the rest to D1.",
    bad: include_str!("d1_refuses/bad.sql"),
    good: include_str!("d1_refuses/good.sql"),
    check: Check::Judge,
};

const D1: &[Dialect] = &[Dialect::D1];
