//! A migration that nobody can roll back.

use crate::check::Severity;
use crate::lint::Context;
use crate::lint::WayBack;
use crate::lint::rule::{Check, EVERYWHERE, Finding, Rule, Speaks};
use crate::rollback::NotInferred;

/// A migration that nobody can roll back.
pub(crate) const RULE: Rule = Rule {
    id: "no_rollback",
    title: "no rollback inferred, given or waived",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: EVERYWHERE,
    reason: "When a release goes wrong, the way back must exist already: written in the night it \
             happens, it is untested. Rollbacks are inferred from statements with a plain \
             inverse; here one has none, because it changes rows or drops what it cannot bring \
             back.",
    alternative: "Write the rollback as `DOWN` beside `UP`. If there is none, say so and why with \
             `irreversible = \"reason\"`: then `down` refuses before it touches anything, instead \
             of failing halfway.",
    bad: include_str!("no_rollback/bad.sql"),
    good: include_str!("no_rollback/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    match context.way_back {
        WayBack::There | WayBack::Kept | WayBack::Waived | WayBack::Unknown => Vec::new(),
        WayBack::MissingForCode => vec![Finding::of_all(
            context,
            "there is no rollback: what a step in Rust does is not inverted",
            "make it a `mod` with `fn up` and `fn down`, or declare `irreversible = \"reason\"`",
        )],
        WayBack::NotInferred(NotInferred { step, why, write, .. }) => {
            let message = format!("there is no rollback: {why}");
            match context.steps.get(*step) {
                Some(step) => vec![Finding::of(step, message, write)],
                None => vec![Finding::of_all(context, message, write)],
            }
        }
    }
}
