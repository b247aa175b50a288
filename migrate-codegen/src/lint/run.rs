//! Asking every rule about one migration.

use super::consent::Consent;
use super::context::{Context, WayBack};
use super::rule::{Check, Finding, Rule};
use super::rules;
use super::severity::severity;
use crate::check::{Options, Problem, ProblemKind, Severity};

/// What the rules find in one migration, in the order of its text.
///
/// Findings that its author expects are taken out, and so is everything below `adopted_through`. An
/// expectation that no finding meets is an error of its own, except for rules that nobody could
/// check, because the engine was not asked.
#[must_use]
pub fn run(context: &Context<'_>, options: &Options) -> Vec<Problem> {
    let mut consent = Consent::new(context, options);
    let mut problems = Vec::new();
    for rule in rules::ALL {
        let Some(severity) = severity(rule, context.source, options) else {
            consent.silenced(rule);
            continue;
        };
        let found = match rule.check {
            _ if !rule.dialects.contains(&context.dialect) => Vec::new(),
            _ if keeps_quiet(rule, context) => Vec::new(),
            Check::Rule(check) => problems_of(rule, &check(context), severity),
            Check::Judge => judged(rule, context, severity),
            Check::Consent | Check::Refusal | Check::Structure => continue,
        };
        problems.extend(consent.take_out(rule, found));
    }
    problems.extend(consent.unused());
    problems.sort_by_key(|problem| problem.at.start);
    problems.into_iter().map(|problem| problem.of(context.migration)).collect()
}

/// Whether the rule is about rows that come back.
fn keeps_quiet(rule: &Rule, context: &Context<'_>) -> bool {
    matches!(context.way_back, WayBack::Kept) && rules::ABOUT_LOST_ROWS.contains(&rule.id)
}

fn problems_of(rule: &Rule, findings: &[Finding], severity: Severity) -> Vec<Problem> {
    let problem = |finding: &Finding| {
        let (at, message) = (finding.at.clone(), finding.message.clone());
        Problem::error(ProblemKind::Policy, rule.id, &finding.file, at, message)
            .with_severity(severity)
            .with_help(finding.help.clone())
            .with_fix(finding.fix.clone())
    };
    findings.iter().map(problem).collect()
}

/// What the judge found for this rule.
fn judged(rule: &Rule, context: &Context<'_>, severity: Severity) -> Vec<Problem> {
    let own = context.judged.iter().filter(|problem| problem.code == rule.id);
    own.map(|problem| problem.clone().with_severity(severity)).collect()
}
