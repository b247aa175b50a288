//! Constraints, as a table lists them.

use super::super::model::{Action, Constraint, ForeignKey, Key, Match, Rule};
use super::words::{name, names, path, sentence};
use crate::Dialect;
use crate::text::{Token, tokens};

/// What stands behind the last column of a key whose nulls are alike.
const NULLS: &str = "nulls not distinct";

/// A constraint with its name.
pub(super) fn constraint(constraint: &Constraint) -> String {
    let named = constraint.name.as_ref().map(|it| format!("CONSTRAINT {}", name(it)));
    let rule = match &constraint.rule {
        Rule::PrimaryKey(it) => key("PRIMARY KEY", it),
        Rule::Unique(it) => key("UNIQUE", it),
        Rule::ForeignKey(key) => foreign_key(key),
        Rule::Check(sql) => format!("CHECK ({sql})"),
        Rule::Exclude(sql) => format!("EXCLUDE {sql}"),
    };
    let options = in_order(constraint.options.as_str());
    sentence(&[&named.unwrap_or_default(), &rule, &options])
}

fn key(word: &str, key: &Key) -> String {
    let mut nulls = "";
    let parts: Vec<_> = key
        .parts
        .iter()
        .map(|it| {
            let options = it.options.as_str();
            let own = options.strip_suffix(NULLS).unwrap_or(options);
            if own.len() < options.len() {
                nulls = "NULLS NOT DISTINCT";
            }
            sentence(&[&name(&it.column), own.trim()])
        })
        .collect();
    sentence(&[word, nulls, &format!("({})", parts.join(", "))])
}

fn foreign_key(key: &ForeignKey) -> String {
    let ForeignKey { columns, table, to, matching, on_delete, sets, on_update } = key;
    let to = if to.is_empty() { String::new() } else { format!("({})", names(to)) };
    let action = |when: &str, action: &Action| match action {
        Action::NoAction => String::new(),
        other => format!("{when} {}", other.as_str()),
    };
    sentence(&[
        &format!("FOREIGN KEY ({})", names(columns)),
        "REFERENCES",
        &path(table),
        &to,
        if *matching == Match::Full { "MATCH FULL" } else { "" },
        &action("ON UPDATE", on_update),
        &action("ON DELETE", on_delete),
        &if sets.is_empty() { String::new() } else { format!("({})", names(sets)) },
    ])
}

/// What is said of a constraint, in the order in which PostgreSQL reads it: `INCLUDE (..)`,
/// `WITH (..)`, the rest.
fn in_order(options: &str) -> String {
    let all: Vec<_> = tokens(options, Dialect::Postgres).filter(Token::is_significant).collect();
    let (mut include, mut with, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    let (mut depth, mut section) = (0_usize, 0);
    for token in &all {
        let text = token.text(options);
        match text {
            "include" if depth == 0 => section = 1,
            "with" if depth == 0 => section = 2,
            "(" => depth += 1,
            _ => {}
        }
        match section {
            1 => include.push(text),
            2 => with.push(text),
            _ => rest.push(text),
        }
        if text == ")" {
            depth = depth.saturating_sub(1);
            section = if depth == 0 { 0 } else { section };
        }
    }
    let rest = rest.join(" ").to_ascii_uppercase();
    sentence(&[&include.join(" "), &with.join(" "), &rest])
}
