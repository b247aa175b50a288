//! From flags to what the runner is told.

use super::args::{Change, Select, Switch, Write};
use super::engine::Order;
use super::failure::Failure;
use super::session::Session;
use super::versions::version;
use crate::Set;
use crate::plan::Target;
use crate::runner::{Checksums, Grouping, OnFailure, Options};

/// How far to go: a version behind the command, or `--to`, `--steps`, `--only`.
///
/// # Errors
/// When one of them names no migration.
pub(crate) fn target(
    set: &Set,
    positional: Option<&str>,
    select: &Select,
) -> Result<Target, Failure> {
    if let Some(text) = positional.or(select.to.as_deref()) {
        return version(set, text).map(Target::To);
    }
    if !select.only.is_empty() {
        let only: Result<_, _> = select.only.iter().map(|text| version(set, text)).collect();
        return only.map(Target::Only);
    }
    Ok(select.steps.map_or(Target::Usual, Target::Steps))
}

/// Whether the flags name migrations of one set.
pub(crate) fn names_migrations(positional: Option<&str>, select: &Select) -> bool {
    positional.is_some() || select.to.is_some() || !select.only.is_empty()
}

/// What a command that runs migrations was told.
pub(crate) fn order(session: &Session<'_>, target: Target, write: &Write) -> Order {
    let mut options = options(session, &write.change);
    if write.single_transaction || session.config.run.single_transaction {
        options.grouping = Grouping::Single;
    }
    if write.validate_checksums == Some(Switch::Off) {
        options.checksums = Checksums::Ignore;
    }
    if write.continue_on_error {
        options.on_failure = OnFailure::Continue;
    }
    options.timeout = write.timeout;
    options.statement_timeout = write.statement_timeout;
    options.retries = write.retries.unwrap_or(options.retries);
    Order { target, options }
}

/// What every command that changes the database was told.
pub(crate) fn options(session: &Session<'_>, change: &Change) -> Options {
    let mut options = Options { reason: change.reason.clone(), ..Options::default() };
    if let Some(timeout) = change.lock_timeout.or(session.config.run.lock_timeout) {
        options.lock_timeout = timeout;
    }
    options
}
