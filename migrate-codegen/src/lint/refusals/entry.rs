//! An entry of the list that is no migration.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// An entry of the list that is no migration.
pub(crate) const RULE: Rule = Rule {
    id: "entry",
    title: "an entry of the list that leads to no migration",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "An entry is a module with one migration, or an SQL file beside the list. This \
             one leads to a file that is missing or cannot be read, or to a module without \
             a migration; or a file of the directory is in no list, and would never run.",
    alternative: "Do what the message says: add the `mod` line, correct the name, or list the \
             file. `cargo migrate new` writes all of them.",
    bad: include_str!("entry/bad.txt"),
    good: include_str!("entry/good.txt"),
    check: Check::Structure,
};
