//! More than Cloudflare D1 takes.

use crate::Dialect;
use crate::change::{Step, definition};
use crate::check::Severity;
use crate::lint::Context;
use crate::lint::rule::{Check, Finding, Rule, Speaks};
use crate::text::{Token, TokenKind, tokens};

/// More than Cloudflare D1 takes.
pub(crate) const RULE: Rule = Rule {
    id: "d1_limits",
    title: "more than Cloudflare D1 takes",
    severity: Severity::Error,
    speaks: Speaks::Always,
    dialects: &[Dialect::D1],
    reason: "D1 takes 100 columns a table, 100,000 bytes a statement, 5 parts of a `UNION`, and 50 \
             bytes of a pattern for `LIKE` or `GLOB`. SQLite itself takes far more, so the failure \
             shows at the deploy.",
    alternative: "Divide the table, or divide the statement: several `INSERT`s of some rows each.",
    bad: include_str!("d1_limits/bad.sql"),
    good: include_str!("d1_limits/good.sql"),
    check: Check::Rule(check),
};

/// Columns that a table may have.
const COLUMNS: usize = 100;
/// Bytes that a statement may have.
const BYTES: usize = 100_000;
/// Parts that a compound `SELECT` may have.
const PARTS: usize = 5;
/// Bytes that a pattern may have.
const PATTERN: usize = 50;

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.steps.iter().filter_map(finding).collect()
}

fn finding(step: &Step<'_>) -> Option<Finding> {
    let bytes = step.statement.text().len();
    if bytes > BYTES {
        let message = format!("the statement has {bytes} bytes, and D1 takes {BYTES}");
        return Some(Finding::of(step, message, "divide it"));
    }
    let columns = definition(step.statement).map_or(0, |it| it.columns.len());
    if columns > COLUMNS {
        let message = format!("`{}` has {columns} columns, and D1 takes {COLUMNS}", step.object());
        return Some(Finding::of(step, message, "divide the table"));
    }
    patterns(step).or_else(|| compounds(step))
}

/// A pattern that is too long.
fn patterns(step: &Step<'_>) -> Option<Finding> {
    let sql = step.statement.text();
    let mut words = tokens(sql, step.statement.dialect()).filter(Token::is_significant).peekable();
    while let Some(word) = words.next() {
        let is_match = word.is_word(sql, "like") || word.is_word(sql, "glob");
        let pattern = words.peek().filter(|it| is_match && it.kind == TokenKind::String);
        let bytes = pattern.map_or(0, |it| it.text(sql).trim_matches('\'').len());
        if let Some(pattern) = pattern.filter(|_| bytes > PATTERN) {
            let message = format!("the pattern has {bytes} bytes, and D1 takes {PATTERN}");
            let found = Finding::of(step, message, "shorten it, or use `instr`");
            return Some(found.within(step, &pattern.range));
        }
    }
    None
}

/// A query of too many parts.
fn compounds(step: &Step<'_>) -> Option<Finding> {
    let sql = step.statement.text();
    // How many words join queries, at each depth of parentheses.
    let mut joined = vec![0_usize];
    for token in tokens(sql, step.statement.dialect()).filter(Token::is_significant) {
        let joins = ["union", "intersect", "except"].iter().any(|it| token.is_word(sql, it));
        let depth = joined.last_mut()?;
        *depth += usize::from(joins);
        if *depth >= PARTS {
            let message = format!("the query has more than {PARTS} parts, and D1 takes no more");
            let help = "divide it: several `INSERT`s, or a table that collects the rows";
            return Some(Finding::of(step, message, help).within(step, &token.range));
        }
        match token.text(sql) {
            ";" => *depth = 0,
            "(" => joined.push(0),
            // One too many is no SQL, which is not this rule's to say.
            ")" if joined.len() > 1 => drop(joined.pop()),
            _ => {}
        }
    }
    None
}
