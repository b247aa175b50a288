//! Needs an extension on the server.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Needs an extension on the server.
pub(crate) const RULE: Rule = Rule {
    id: "create_extension",
    title: "needs an extension on the server",
    severity: Severity::Note,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "An extension has to be installed on the server, and most of them take a superuser to \
             create. What passes on a developer's machine fails where the migration runs as an \
             ordinary user.",
    alternative: "Create extensions when the database is made, beside the roles, or consent with \
             `expect(create_extension, reason = \"..\")`.",
    bad: include_str!("create_extension/bad.sql"),
    good: include_str!("create_extension/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let found = |step: &&Step<'_>| begins(step, &["create", "extension"]);
    context.steps.iter().filter(found).map(|step| finding(context, step)).collect()
}

fn finding(context: &Context<'_>, step: &Step<'_>) -> Finding {
    let message = format!(
        "`{}` must be there on every server, and creating it may take a superuser",
        step.object()
    );
    Finding::of(
        step,
        message,
        format!("create it with the database{}", context.or_consent(RULE.id)),
    )
}
