//! What counts as an issue: a function a rule.

use migrate_codegen::Version;

use super::{Issue, IssueKind, Limits};
use crate::driver::{Lock, LockState};
use crate::error::Error;
use crate::history::{Applied, Level, LogEntry, RowStatus};
use crate::human::{self, list, split_hint};
use crate::plan::ConflictKind;
use crate::report::{PendingLine, Status, StoppedLine};

/// How many lines of the log are looked at.
pub(crate) const ATTEMPTS: usize = 50;

/// Of fewer migrations nobody can say how often they fail.
const FEW: usize = 5;

/// What was read of a database.
#[derive(Debug)]
pub(crate) struct Look<'l> {
    pub(crate) status: &'l Status,
    pub(crate) rows: &'l [Applied],
    pub(crate) lock: &'l Lock,
    /// The last lines of the log, newest first.
    pub(crate) log: &'l [LogEntry],
    pub(crate) limits: &'l Limits,
}

/// Everything that is wrong, or worth a word, but for drift.
pub(crate) fn issues(look: &Look<'_>) -> Vec<Issue> {
    let mut all = conflicts(look.status);
    all.extend(look.status.failed.iter().map(half_done));
    all.extend(failed(look));
    all.extend(begun(look));
    all.extend(half_rolled_back(look));
    all.extend(lock(look));
    all.extend(failure_rate(look));
    all.extend(slow(look));
    all
}

/// The database, or its history, cannot be read; while somebody writes to it, that is no harm.
pub(crate) fn unreachable(error: &Error) -> Issue {
    if error.is_locked() {
        return said(IssueKind::Migrating, Level::Info, error);
    }
    let kind = if error.is_conflict() { IssueKind::Conflict } else { IssueKind::Unreachable };
    said(kind, Level::Error, error)
}

/// The schema is not the one that should be there.
#[cfg(feature = "sqlite")]
pub(crate) fn drift_of(drift: &crate::report::Drift) -> Option<Issue> {
    let first = drift.differences.first()?;
    let message = match drift.differences.len() {
        1 => format!("the schema is not what the migrations make: {}", first.message),
        count => format!(
            "the schema differs in {count} places from what the migrations make, such as: {}",
            first.message
        ),
    };
    let issue = Issue::new(IssueKind::Drift, Level::Error, message);
    Some(issue.recommend("`drift` shows what differs"))
}

/// Nobody can say which schema should be there.
#[cfg(feature = "sqlite")]
pub(crate) fn drift_unknown(error: &Error) -> Issue {
    said(IssueKind::Drift, Level::Info, error)
}

/// The error's words; its hint is what to do.
fn said(kind: IssueKind, severity: Level, error: &Error) -> Issue {
    let text = error.to_string();
    let (message, hint) = split_hint(&text);
    let message = match std::error::Error::source(error) {
        Some(cause) => format!("{message}: {cause}"),
        None => message.to_owned(),
    };
    let issue = Issue::new(kind, severity, message);
    let issue = error.version().into_iter().fold(issue, Issue::of);
    hint.into_iter().fold(issue, Issue::recommend)
}

/// Half a rollback is none of these: [`half_rolled_back`] says more about it.
fn conflicts(status: &Status) -> Vec<Issue> {
    let kinds = [
        (ConflictKind::Edited, Level::Error, "edited after being applied"),
        (ConflictKind::Missing, Level::Error, "applied, and gone from the set"),
        (ConflictKind::OutOfOrder, Level::Error, "late, and not run unasked"),
        (ConflictKind::Newer, Level::Warning, "applied by a newer program than this one"),
    ];
    let issue = |(kind, severity, what)| {
        let versions = status.conflicts.iter().filter(|conflict| conflict.kind == kind);
        let versions: Vec<Version> = versions.map(|conflict| conflict.version).collect();
        let first = *versions.first()?;
        let (s, verb) = if versions.len() == 1 { ("", "is") } else { ("s", "are") };
        let message = format!("migration{s} {} {verb} {what}", list(&versions));
        let issue = Issue::new(IssueKind::Conflict, severity, message);
        let issue = if versions.len() == 1 { issue.of(first) } else { issue };
        Some(issue.recommend("`plan` says what `up` refuses, and the way on"))
    };
    kinds.into_iter().filter_map(issue).collect()
}

/// Stopped half-way, outside a transaction.
fn half_done(line: &StoppedLine) -> Issue {
    let stopped = || format!("migration {} `{}` stopped half-way", line.version, line.name);
    let error = line.error.as_deref().map(|error| split_hint(error).0.to_owned());
    let issue = Issue::new(IssueKind::Failed, Level::Error, error.unwrap_or_else(stopped));
    issue.of(line.version).recommend(format!(
        "it is half done, {} of {} statements: correct what failed; {}",
        line.done,
        line.total,
        goes_on("up", line)
    ))
}

/// A rollback that stopped half-way, outside a transaction: `up` refuses to build upon it.
fn half_rolled_back(look: &Look<'_>) -> Vec<Issue> {
    if look.lock.state == LockState::Held {
        return Vec::new();
    }
    let issue = |line: &StoppedLine| {
        let (done, total, way_on) = (line.done, line.total, goes_on("down", line));
        let issue = if let Some(error) = &line.error {
            let issue = Issue::new(IssueKind::Failed, Level::Error, split_hint(error).0);
            issue.recommend(format!(
                "its rollback is half done, {done} of {total} statements: correct what failed; \
                 {way_on}"
            ))
        } else {
            let message = format!(
                "the rollback of migration {} `{}` was begun, is half done with {done} of {total} \
                 statements, and nobody works at it",
                line.version, line.name
            );
            Issue::new(IssueKind::Stuck, Level::Error, message).recommend(way_on)
        };
        issue.of(line.version)
    };
    look.status.rolling_back.iter().map(issue).collect()
}

/// ``` `up` goes on with src/m7.sql:3: VACUUM ```
fn goes_on(command: &str, line: &StoppedLine) -> String {
    match &line.next {
        Some(next) => format!("`{command}` goes on with {next}"),
        None => format!("`{command}` goes on behind them"),
    }
}

/// Pending, and failed when it was last tried.
fn failed(look: &Look<'_>) -> Vec<Issue> {
    let status = look.status;
    let half_done = status.failed.iter().chain(&status.running).chain(&status.rolling_back);
    let half_done: Vec<_> = half_done.map(|line| line.version).collect();
    let pending = status.pending.iter().filter(|line| !half_done.contains(&line.version));
    let issue = |line: &PendingLine| {
        let last = look.log.iter().find(|entry| entry.version == Some(line.version))?;
        (last.action == "failed").then_some(())?;
        let failed = || format!("migration {} `{}` failed", line.version, line.name);
        let why = last.detail.as_deref().map(|detail| split_hint(detail).0.to_owned());
        let message = why.unwrap_or_else(failed);
        let issue = Issue::new(IssueKind::Failed, Level::Error, message).of(line.version);
        Some(issue.recommend(format!(
            "that was on {}, and nothing of it stayed: correct it, then run `up` again",
            human::moment(&last.at)
        )))
    };
    pending.filter_map(issue).collect()
}

/// Begun outside a transaction: somebody works at it, or nobody does.
fn begun(look: &Look<'_>) -> Vec<Issue> {
    if look.lock.state == LockState::Held {
        return Vec::new();
    }
    let issue = |line: &StoppedLine| {
        let message = format!(
            "migration {} `{}` was begun, is half done with {} of {} statements, and nobody works \
             at it",
            line.version, line.name, line.done, line.total
        );
        let issue = Issue::new(IssueKind::Stuck, Level::Error, message).of(line.version);
        issue.recommend(goes_on("up", line))
    };
    look.status.running.iter().map(issue).collect()
}

fn lock(look: &Look<'_>) -> Option<Issue> {
    let holder = look.lock.holder.as_ref()?;
    let since = human::moment(&holder.since);
    let why = match look.lock.state {
        LockState::Free => return None,
        LockState::Held => {
            let message = format!("being migrated by {holder} since {since}");
            return Some(Issue::new(IssueKind::Migrating, Level::Info, message));
        }
        LockState::Expired => "it was not renewed in time",
        LockState::Abandoned => "its process is gone",
    };
    let message = format!("the lock of {holder} stands since {since}, and {why}");
    let issue = Issue::new(IssueKind::StaleLock, Level::Warning, message);
    Some(issue.recommend("the next run takes it over; `lock release` frees it now"))
}

fn failure_rate(look: &Look<'_>) -> Option<Issue> {
    let ended = |entry: &&LogEntry| matches!(&*entry.action, "applied" | "rolled back" | "failed");
    let all = look.log.iter().filter(ended).count();
    let failed = look.log.iter().filter(|entry| entry.action == "failed").count();
    let is_often = failed * 100 > all * usize::from(look.limits.failure_rate);
    (all >= FEW && is_often).then(|| {
        let message = format!("{failed} of the last {all} migrations failed");
        let issue = Issue::new(IssueKind::FailureRate, Level::Warning, message);
        issue.recommend("`log --level error` says why")
    })
}

fn slow(look: &Look<'_>) -> Vec<Issue> {
    let last = look.rows.iter().map(|row| row.batch).max();
    let ran = look.rows.iter().filter(|row| row.status == RowStatus::Applied);
    let issue = |row: &Applied| {
        let time = u64::try_from(row.execution_ms?).ok().map(std::time::Duration::from_millis)?;
        (Some(row.batch) == last && time > look.limits.slow).then_some(())?;
        let (version, took) = (row.version, human::duration(time));
        let message = format!("migration {version} `{}` took {took}", row.name);
        let issue = Issue::new(IssueKind::Slow, Level::Warning, message).of(version);
        Some(issue.recommend("`plan` counts beforehand what a migration rebuilds or writes anew"))
    };
    ran.filter_map(issue).collect()
}
