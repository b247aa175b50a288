//! `explain`: what a rule finds, why that matters, and what to do instead.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Prints the page of a rule, or the list of all.
#[cfg(feature = "dev")]
pub(crate) fn explain(session: &Session<'_>, args: &args::Explain) -> Result<u8, Failure> {
    use migrate_codegen::lint;

    match &args.rule {
        Some(id) => {
            let page = lint::explain(id).map_err(|error| Failure::usage(error.to_string()))?;
            show(session, &[page.rule], &page.to_string());
        }
        None => show(session, &lint::rules::ALL.iter().collect::<Vec<_>>(), &list()),
    }
    Ok(crate::exit_code::DONE)
}

/// Prints the text, or the rules as JSON.
#[cfg(feature = "dev")]
fn show(session: &Session<'_>, rules: &[&migrate_codegen::lint::Rule], text: &str) {
    for line in text.trim_end().lines() {
        session.reader.line(line);
    }
    let page = |rule: &&migrate_codegen::lint::Rule| {
        serde_json::json!({
            "rule": rule.id,
            "severity": rule.severity.as_str(),
            "asked": rule.speaks == migrate_codegen::lint::Speaks::WhenAsked,
            "dialects": rule.dialects.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
            "title": rule.title,
            "reason": rule.reason,
            "alternative": rule.alternative,
            "bad": rule.bad,
            "good": rule.good,
        })
    };
    session.reader.document(&serde_json::json!({
        "rules": rules.iter().map(page).collect::<Vec<_>>(),
    }));
}

/// A line a rule.
#[cfg(feature = "dev")]
fn list() -> String {
    use migrate_codegen::lint::{Rule, Speaks};

    use crate::cli::table::{self, Cell};

    let row = |rule: &Rule| {
        let severity = match rule.speaks {
            Speaks::Always => rule.severity.as_str(),
            Speaks::WhenAsked => "off",
        };
        vec![
            Cell::text(rule.id),
            Cell::text(severity),
            Cell::text(dialects(rule)),
            Cell::text(rule.title),
        ]
    };
    let rows: Vec<_> = migrate_codegen::lint::rules::ALL.iter().map(row).collect();
    table::lines(&rows).join("\n")
}

/// The dialects that a rule speaks about, in few words.
#[cfg(feature = "dev")]
fn dialects(rule: &migrate_codegen::lint::Rule) -> String {
    if rule.dialects.len() == migrate_codegen::Dialect::ALL.len() {
        return "all".to_owned();
    }
    rule.dialects.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(" ")
}

/// The rules are not part of a deployed program.
#[cfg(not(feature = "dev"))]
pub(crate) fn explain(_: &Session<'_>, _: &args::Explain) -> Result<u8, Failure> {
    Err(Failure::needs_dev("explain"))
}
