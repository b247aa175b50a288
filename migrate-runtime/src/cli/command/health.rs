//! `health`: whether each database is well, and otherwise what to do.

use std::time::Duration;

use super::change::Document;
use crate::cli::args;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::output::{BAD, DIM, GOOD, PLAIN, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::exit_code;
use crate::health::{Health, Limits};
use crate::history::Level;
use crate::human::plural;
use crate::runner::Options;

/// How long a database that somebody writes to is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Looks at each database.
pub(crate) fn health(session: &Session<'_>, args: &args::Health) -> Result<u8, Failure> {
    let settings = &session.settings.health;
    if !settings.enabled.value {
        let origin = &settings.enabled.origin;
        session.reader.line(&format!("not looked at: `health.enabled` is false, says {origin}"));
        session.reader.document(&Document::<Health> { databases: Vec::new() });
        return Ok(exit_code::DONE);
    }
    let limits = Limits { slow: settings.slow.value, failure_rate: settings.failure_rate.value };
    let lock_timeout = args.lock_timeout.unwrap_or(PATIENCE);
    let options = Options { lock_timeout, ..Options::default() };
    let mut databases = Vec::new();
    for database in session.databases(&args.directory)? {
        let mut health = match engine::there(&database)? {
            Ok(mut engine) => engine.health(&options, &limits),
            Err(error) => Health::unreachable(database.set.name(), &error),
        };
        show(session.reader, &database, &health);
        health.name = database.name;
        databases.push(health);
    }
    let is_well = databases.iter().all(|health| health.healthy);
    session.reader.document(&Document { databases });
    Ok(if is_well { exit_code::DONE } else { exit_code::FOUND })
}

fn show(reader: Reader, database: &Database, health: &Health) {
    reader.line(&database.heading());
    for issue in &health.issues {
        let (style, word) = match issue.severity {
            Level::Error => (BAD, "error"),
            Level::Warning => (WARN, "warning"),
            Level::Info => (PLAIN, "note"),
        };
        reader.line(&format!("  {style}{word:7}{style:#}  {}", issue.message));
        if let Some(text) = &issue.recommendation {
            reader.line(&format!("           {DIM}{text}{DIM:#}"));
        }
    }
    reader.line(&summary(health));
}

/// `healthy: 2 of 3 applied`, `not healthy: 1 error, 2 warnings`
fn summary(health: &Health) -> String {
    let count = |level| health.issues.iter().filter(|issue| issue.severity == level).count();
    let told = |count: usize, word: &str| match count {
        0 => None,
        count => Some(format!("{count} {word}{}", plural(count))),
    };
    let applied = health.stats.as_ref();
    let applied = applied.map(|stats| format!("{} of {} applied", stats.applied, stats.total));
    let parts =
        [told(count(Level::Error), "error"), told(count(Level::Warning), "warning"), applied];
    let mut parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        parts.push("busy, so nothing was read".to_owned());
    }
    let (style, word) = if health.healthy { (GOOD, "healthy") } else { (BAD, "not healthy") };
    format!("{style}{word}{style:#}: {}", parts.join(", "))
}
