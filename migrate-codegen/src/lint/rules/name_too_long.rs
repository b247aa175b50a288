//! A name that PostgreSQL cuts off.

use crate::change::Step;
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, POSTGRES, Rule, Speaks};
use crate::text::{Token, TokenKind, tokens};

/// A name that PostgreSQL cuts off.
pub(crate) const RULE: Rule = Rule {
    id: "name_too_long",
    title: "a name that PostgreSQL cuts off",
    severity: Severity::Warning,
    speaks: Speaks::Always,
    dialects: POSTGRES,
    reason: "A name has 63 bytes. PostgreSQL cuts the rest off and says so in a notice that nobody \
             reads. Two long names that begin alike are the same one then, and whoever looks for \
             the whole name in the catalog does not find it.",
    alternative: "Choose a shorter name.",
    bad: include_str!("name_too_long/bad.sql"),
    good: include_str!("name_too_long/good.sql"),
    check: Check::Rule(check),
};

/// Bytes that a name may have.
const LONGEST: usize = 63;

fn check(context: &Context<'_>) -> Vec<Finding> {
    let kinds = |step: &&Step<'_>| step.kind().is_create() || step.kind().is_alter();
    context.steps.iter().filter(kinds).filter_map(finding).collect()
}

/// The first one of a statement.
fn finding(step: &Step<'_>) -> Option<Finding> {
    let sql = step.statement.text();
    let is_name = |it: &Token| matches!(it.kind, TokenKind::Word | TokenKind::Quoted);
    let long = |it: &Token| it.identifier(sql).filter(|name| is_name(it) && name.len() > LONGEST);
    let mut all = tokens(sql, step.statement.dialect());
    let (token, name) = all.find_map(|it| long(&it).map(|name| (it, name)))?;
    let end = (0..=LONGEST).rev().find(|&end| name.is_char_boundary(end)).unwrap_or_default();
    let message = format!("the name has {} bytes, and becomes `{}`", name.len(), &name[..end]);
    Some(Finding::of(step, message, "choose a shorter one").within(step, &token.range))
}
