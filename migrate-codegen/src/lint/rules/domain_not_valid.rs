//! Adds a constraint to a domain and checks every row that uses it.

use crate::change::{Cursor, Step};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::postgres::begins;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};

/// Adds a constraint to a domain and checks every row that uses it.
pub(crate) const RULE: Rule = Rule {
    id: "domain_not_valid",
    title: "adds a constraint to a domain and checks every row that uses it",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "A new constraint of a domain looks at every row of every table with a column of that \
             domain, while writes to all of them wait.",
    alternative: "Add it with `NOT VALID`, and `ALTER DOMAIN .. VALIDATE CONSTRAINT` in a later \
             migration. For `SET NOT NULL` there is no such way: use a `CHECK (VALUE IS NOT NULL)`.",
    bad: include_str!("domain_not_valid/bad.sql"),
    good: include_str!("domain_not_valid/good.sql"),
    check: Check::Rule(check),
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let steps = &context.steps;
    let made = |step: &Step<'_>| {
        steps.iter().any(|it| begins(it, &["create", "domain"]) && it.concerns(step.object()))
    };
    steps.iter().filter_map(|step| finding(step).filter(|_| !made(step))).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let sql = step.statement.text();
    let mut cursor = Cursor::new(sql, step.statement.dialect());
    if !cursor.take(&["alter", "domain"]) {
        return None;
    }
    let name = cursor.name()?;
    let message =
        format!("every row with a column of the domain `{name}` is checked while writes wait");
    if cursor.take(&["set", "not", "null"]) {
        let help = "add a `CHECK (VALUE IS NOT NULL)` with `NOT VALID`, and validate it later";
        return Some(Finding::of(step, message, help));
    }
    let adds = cursor.take(&["add"]);
    while adds && cursor.peek().is_some() {
        if cursor.take(&["not", "valid"]) {
            return None;
        }
        cursor.next();
    }
    let help = "add it with `NOT VALID`, and `VALIDATE CONSTRAINT` in a later migration";
    let end = sql.trim_end().len();
    adds.then(|| Finding::of(step, message, help).with_fix(step, &(end..end), " NOT VALID"))
}
