//! A file that cannot be read as a migration.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// A file that cannot be read as a migration.
pub(crate) const RULE: Rule = Rule {
    id: "unreadable",
    title: "a file that cannot be read as a migration",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "The name of the file gives no version, its headers or sections contradict each \
             other, or its text is not UTF-8. Nothing is guessed: a migration that is read \
             wrongly would run wrongly.",
    alternative: "Do what the message says. A file begins with its version, \
             `0003_add_cents.sql`, and has its statements under one heading or under none.",
    bad: include_str!("unreadable/bad.sql"),
    good: include_str!("unreadable/good.sql"),
    check: Check::Structure,
};
