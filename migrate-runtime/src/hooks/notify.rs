//! A hook that tells people of what they should know.

use std::time::Duration;

use migrate_codegen::{Direction, Version};

use super::{Call, Hook, HookResult, Mode, Moment, Notice, Occasion};
use crate::error::Error;
use crate::human::{duration, list};
use crate::report::{Done, Report};

/// A way to people: a webhook, mail, or one of the application's own.
///
/// Every closure from [`Notice`] to [`HookResult`] is one.
pub trait Channel {
    /// Sends the notice, and returns when it is sent.
    ///
    /// # Errors
    /// When it is not; the run warns of that and goes on.
    fn send(&mut self, notice: &Notice) -> HookResult;
}

impl<F: FnMut(&Notice) -> HookResult> Channel for F {
    fn send(&mut self, notice: &Notice) -> HookResult {
        self(notice)
    }
}

/// A hook that sends notices through a [`Channel`]: of failures, unless it is told otherwise. Dry
/// runs, and runs that somebody ended, are not worth one.
///
/// # Example
/// ```
/// use migrate_runtime::hooks::{Notice, Notify, Occasion};
///
/// let notify = Notify::by(|notice: &Notice| {
///     eprintln!("{}", notice.text);
///     Ok(())
/// });
/// let notify = notify.on(&[Occasion::Failure, Occasion::Rollback]);
/// # drop(notify);
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Notify<C> {
    channel: C,
    on: Vec<Occasion>,
    slow: Duration,
}

impl<C: Channel> Notify<C> {
    /// Tells of failures through the channel.
    pub fn by(channel: C) -> Self {
        Self { channel, on: vec![Occasion::Failure], slow: Duration::from_secs(30) }
    }

    /// Tells of these instead.
    pub fn on(mut self, occasions: &[Occasion]) -> Self {
        self.on = occasions.to_vec();
        self
    }

    /// A migration that takes longer is slow; 30 seconds unless set.
    pub fn slow(mut self, slow: Duration) -> Self {
        self.slow = slow;
        self
    }

    /// What there is to tell of a moment.
    fn notices(&self, call: &Call<'_>) -> Vec<Notice> {
        let all = match call.moment {
            Moment::AfterMigration { took } if took > self.slow => vec![slow(call, took)],
            Moment::BeforeRun | Moment::BeforeMigration | Moment::AfterMigration { .. } => {
                Vec::new()
            }
            Moment::AfterRun { report } => {
                let is_back = call.direction == Direction::Down;
                let back = is_back.then(|| rolled_back(call, report));
                let backup = report.backup.as_ref().map(|file| {
                    let (database, file) = (call.database, file.display());
                    let title = format!("{database} was backed up before a run, to {file}");
                    notice(call, Occasion::Backup, title)
                });
                back.into_iter().chain(backup).collect()
            }
            Moment::Failed { error } if error.is_cancelled() => Vec::new(),
            Moment::Failed { error } => vec![failure(call, error)],
        };
        all.into_iter().filter(|notice| self.on.contains(&notice.occasion)).collect()
    }
}

impl<C: Channel> Notify<C> {
    /// Sends a notice of something that no hook hears of, if it is one of the occasions.
    ///
    /// # Errors
    /// When it is not sent.
    pub fn send(&mut self, notice: &Notice) -> HookResult {
        if !self.on.contains(&notice.occasion) {
            return Ok(());
        }
        self.channel.send(notice)
    }
}

impl<C: Channel> Hook for Notify<C> {
    fn call(&mut self, call: &Call<'_>) -> HookResult {
        if call.mode == Mode::DryRun {
            return Ok(());
        }
        let notices = self.notices(call);
        notices.iter().try_for_each(|notice| self.channel.send(notice))
    }
}

fn slow(call: &Call<'_>, took: Duration) -> Notice {
    let title = format!("{} of {} took {}", call.subject(), call.database, duration(took));
    notice(call, Occasion::Slow, title)
}

fn rolled_back(call: &Call<'_>, report: &Report) -> Notice {
    let versions = list(&versions(&report.rolled_back));
    notice(call, Occasion::Rollback, format!("{} was rolled back: {versions}", call.database))
}

/// What failed, why, and what stays.
fn failure(call: &Call<'_>, error: &Error) -> Notice {
    let mut notice = notice(call, Occasion::Failure, format!("migrating {} failed", call.database));
    let title = std::mem::take(&mut notice.text);
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    let mut lines = vec![format!("{title}: {error}")];
    lines.extend(causes.map(|cause| format!("because {cause}")));
    lines.push(match (notice.rolled_back.as_slice(), notice.applied.as_slice()) {
        ([], []) => "nothing was done before".to_owned(),
        ([], up) => format!("applied before, and kept: {}", list(up)),
        (down, []) => format!("rolled back before: {}", list(down)),
        (down, up) => format!("rolled back before: {}; applied again: {}", list(down), list(up)),
    });
    notice.text = lines.join("\n");
    notice
}

/// What is the same in every notice of a call.
fn notice(call: &Call<'_>, occasion: Occasion, title: String) -> Notice {
    let report = match call.moment {
        Moment::AfterRun { report } => Some(report),
        Moment::Failed { error } => error.report(),
        _ => None,
    };
    let done = |get: fn(&Report) -> &Vec<Done>| report.map(|it| versions(get(it)));
    Notice {
        version: call.migration.map(|migration| migration.version),
        applied: done(|report| &report.applied).unwrap_or_default(),
        rolled_back: done(|report| &report.rolled_back).unwrap_or_default(),
        ..Notice::new(occasion, call.set, call.database, title).by(call.by, call.reason)
    }
}

fn versions(done: &[Done]) -> Vec<Version> {
    done.iter().map(|done| done.version).collect()
}
