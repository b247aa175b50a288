//! `explain`: what a rule finds or the engine refuses, why that matters, and what to do instead.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Prints the page of a rule or of a refusal, or the list of all.
#[cfg(feature = "dev")]
pub(crate) fn explain(session: &Session<'_>, args: &args::Explain) -> Result<u8, Failure> {
    use migrate_codegen::lint;

    if let Some(id) = &args.rule {
        let page = lint::explain(id).map_err(|error| Failure::usage(error.to_string()))?;
        show(session, &[page.rule], &page.to_string());
    } else {
        let all = lint::rules::ALL.iter().chain(lint::refusals::ALL);
        show(session, &all.collect::<Vec<_>>(), &list());
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
            "kind": kind(rule.check),
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

/// Who decides.
#[cfg(feature = "dev")]
fn kind(check: migrate_codegen::lint::Check) -> &'static str {
    use migrate_codegen::lint::Check;

    match check {
        Check::Rule(_) | Check::Judge | Check::Consent => "policy",
        Check::Refusal => "judge",
        Check::Structure => "structure",
    }
}

/// A line a rule, and a line a refusal.
#[cfg(feature = "dev")]
fn list() -> String {
    use migrate_codegen::lint::{refusals, rules};

    let (rules, refusals) = (table(rules::ALL), table(refusals::ALL));
    format!("{rules}\n\nrefused by the engine, or by the list of migrations:\n{refusals}")
}

#[cfg(feature = "dev")]
fn table(rules: &[migrate_codegen::lint::Rule]) -> String {
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
    let rows: Vec<_> = rules.iter().map(row).collect();
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
