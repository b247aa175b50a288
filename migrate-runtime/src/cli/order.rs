//! From flags to what the runner is told.

use super::args::{Change, Select, Switch, Write};
use super::config::{Origin, Setting};
use super::engine::Order;
use super::failure::Failure;
use super::session::Session;
use super::versions::version;
use crate::Set;
use crate::plan::{OutOfOrder, Target};
use crate::runner::{BackUpBefore, Checksums, Grouping, OnFailure, Options, Rollbacks};

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

/// What a command that runs migrations was told; `late` where it applies what is pending.
///
/// # Errors
/// When two of it exclude each other: they are named, and who said them.
pub(crate) fn order(
    session: &Session<'_>,
    target: Target,
    write: &Write,
    late: Option<Setting<OutOfOrder>>,
) -> Result<Order, Failure> {
    let run = &session.settings.run;
    let single = run.single_transaction.clone();
    let single = single.or_switch(write.single_transaction, "--single-transaction");
    let going_on = run.continue_on_error.clone();
    let going_on = going_on.or_switch(write.continue_on_error, "--continue-on-error");
    if going_on.value {
        let refused = late.as_ref().filter(|it| it.value == OutOfOrder::Refuse);
        let one = ("continue_on_error", &going_on.origin);
        if single.value {
            return Err(contradiction(one, ("single_transaction", &single.origin)));
        }
        if let Some(refused) = refused {
            return Err(contradiction(one, ("out_of_order = \"refuse\"", &refused.origin)));
        }
    }
    let validate = write.validate_checksums.map(|switch| switch == Switch::On);
    let validate = validate.unwrap_or(run.validate_checksums.value);
    let mut options = options(session, &write.change);
    options.grouping = if single.value { Grouping::Single } else { Grouping::Each };
    options.on_failure = if going_on.value { OnFailure::Continue } else { OnFailure::Stop };
    options.checksums = if validate { Checksums::Compare } else { Checksums::Ignore };
    if run.require_rollback.value {
        options.rollbacks = Rollbacks::Required;
    }
    let backup = run.backup.clone();
    options.backups.before =
        backup.or_flag(write.backup.then_some(BackUpBefore::Always), "--backup").value;
    options.timeout = write.timeout.or(run.timeout.value);
    options.statement_timeout = write.statement_timeout.or(run.statement_timeout.value);
    options.retries = write.retries.unwrap_or(run.retries.value);
    options.out_of_order = late.map_or(options.out_of_order, |late| late.value);
    Ok(Order { target, options })
}

fn contradiction(one: (&str, &Origin), other: (&str, &Origin)) -> Failure {
    Failure::usage(format!(
        "`{}` ({}) and `{}` ({}) exclude each other (hint: leave one of them out)",
        one.0, one.1, other.0, other.1
    ))
}

/// What every command that changes the database was told.
pub(crate) fn options(session: &Session<'_>, change: &Change) -> Options {
    let lock_timeout = change.lock_timeout.unwrap_or(session.settings.run.lock_timeout.value);
    Options { reason: change.reason.clone(), lock_timeout, ..Options::default() }
}
