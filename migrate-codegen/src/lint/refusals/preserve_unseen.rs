//! `preserve` in a migration that nobody replayed.

use crate::check::Severity;
use crate::lint::rule::{Check, EVERYWHERE, Rule, Speaks};

/// `preserve` in a migration that nobody replayed.
pub(crate) const RULE: Rule = Rule {
    id: "preserve_unseen",
    title: "`preserve` in a migration that was not replayed",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "What a migration overwrites is seen in the replay, and the replay did not come \
             to this one: it is switched off, or an earlier migration stopped it.",
    alternative: "Build without `MIGRATE_CHECK=syntax`, and mend what is reported of earlier \
             migrations first.",
    bad: include_str!("preserve_unseen/bad.sql"),
    good: include_str!("preserve_unseen/good.sql"),
    check: Check::Structure,
};
