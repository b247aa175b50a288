//! Adds a constraint and validates it under the same lock.

use crate::Transactional;
use crate::change::{Action, Clause, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::altered;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a constraint and validates it under the same lock.
pub(crate) const RULE: Rule = Rule {
    id: "validate_in_same_transaction",
    title: "adds a constraint and validates it under the same lock",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "`NOT VALID` and `VALIDATE CONSTRAINT` are two steps so that the long one runs under \
             a weak lock. In one transaction the strong lock of the first is held until the \
             second is done.",
    alternative: "Validate in a later migration.",
    bad: include_str!("validate_in_same_transaction/bad.sql"),
    good: include_str!("validate_in_same_transaction/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    if context.source.keys.transactional == Transactional::No {
        return Vec::new();
    }
    let clauses: Vec<_> = altered(context).collect();
    let added = |name: &str| {
        let it = |clause: &Clause| {
            matches!(&clause.action, Action::AddConstraint(constraint)
            if constraint.name.as_deref() == Some(name))
        };
        clauses.iter().any(|(.., clause)| it(clause))
    };
    let found = clauses.iter().filter_map(|(_, step, clause)| match &clause.action {
        Action::Validate(name) if added(name) => Some(finding(step, name, clause)),
        _ => None,
    });
    found.collect()
}

fn finding(step: &Step<'_>, name: &str, clause: &Clause) -> Finding {
    let message = format!("`{name}` is validated under the lock that adding it took");
    Finding::of(step, message, "validate it in a later migration").within(step, &clause.at)
}
