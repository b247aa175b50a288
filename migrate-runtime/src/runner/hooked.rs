//! Calling hooks around a run and its migrations.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use migrate_codegen::{Direction, Version};

use super::Runner;
use crate::dialect::Dialect;
use crate::driver::{Driver, Unit};
use crate::error::{Error, Result};
use crate::hooks::{About, Call, Hook, Hooks, Mode, Moment};
use crate::report::Report;

/// What hooks are told of a run.
#[derive(Debug)]
pub(super) struct Hooked {
    mode: Mode,
    direction: Direction,
    migrations: usize,
    database: String,
    start: Instant,
    /// Which migrations they were asked about, and at which attempt: whoever waits and plans again
    /// does not ask again.
    asked: BTreeSet<(Version, u32)>,
}

impl Hooked {
    pub(super) fn new<R: Driver>(
        mode: Mode,
        direction: Direction,
        db: &R,
        migrations: usize,
    ) -> Self {
        let (database, start) = (db.facts().database.clone(), Instant::now());
        Self { mode, direction, migrations, database, start, asked: BTreeSet::new() }
    }

    /// The same, begun at another time.
    pub(super) fn since(self, start: Instant) -> Self {
        Self { start, ..self }
    }
}

impl<'a, D: Dialect> Runner<'a, D> {
    /// Calls a hook before and after the run and each of its migrations, and when it failed; see
    /// [`hooks`](crate::hooks). Several are called in the order in which they were added.
    pub fn hook(mut self, name: impl Into<String>, hook: &'a mut dyn Hook) -> Self {
        self.hooks.get_mut().add(name.into(), hook);
        self
    }

    /// Asks whether the run may begin.
    pub(super) fn ask_for_run(&self, hooked: &Hooked) -> Result<()> {
        self.ask_hooks(hooked, Moment::BeforeRun, None, 1)
    }

    /// Asks whether the migrations of the unit may run.
    pub(super) fn ask_for(&self, hooked: &mut Hooked, unit: &Unit<'_>, attempt: u32) -> Result<()> {
        for job in &unit.jobs {
            if hooked.asked.insert((job.version, attempt)) {
                let about = About { version: job.version, name: job.name };
                self.ask_hooks(hooked, Moment::BeforeMigration, Some(about), attempt)?;
            }
        }
        Ok(())
    }

    /// Tells that a migration is committed; what went wrong with hooks.
    pub(super) fn tell_done(
        &self,
        hooked: &Hooked,
        about: About<'_>,
        took: Duration,
        attempt: u32,
    ) -> Vec<String> {
        self.tell_hooks(hooked, Moment::AfterMigration { took }, Some(about), attempt)
    }

    /// Tells that everything is done; what went wrong with hooks.
    pub(super) fn tell_run_done(&self, hooked: &Hooked, report: &Report) -> Vec<String> {
        self.tell_hooks(hooked, Moment::AfterRun { report }, None, 1)
    }

    /// The same error, of which the hooks have heard.
    pub(super) fn tell_failed(&self, hooked: &Hooked, mut error: Error) -> Error {
        let name = error.name().unwrap_or_default();
        let about = error.version().map(|version| About { version, name });
        let warnings = self.tell_hooks(hooked, Moment::Failed { error: &error }, about, 1);
        error.warn(warnings);
        error
    }

    fn ask_hooks(
        &self,
        hooked: &Hooked,
        moment: Moment<'_>,
        about: Option<About<'_>>,
        attempt: u32,
    ) -> Result<()> {
        match self.with_call(hooked, (moment, about, attempt), Hooks::veto).flatten() {
            Some(veto) => Err(veto),
            None => Ok(()),
        }
    }

    fn tell_hooks(
        &self,
        hooked: &Hooked,
        moment: Moment<'_>,
        about: Option<About<'_>>,
        attempt: u32,
    ) -> Vec<String> {
        self.with_call(hooked, (moment, about, attempt), Hooks::tell).unwrap_or_default()
    }

    /// Hands the call to the hooks, if there are any.
    fn with_call<T>(
        &self,
        hooked: &Hooked,
        (moment, migration, attempt): (Moment<'_>, Option<About<'_>>, u32),
        then: impl FnOnce(&mut Hooks<'a>, &Call<'_>) -> T,
    ) -> Option<T> {
        let mut hooks = self.hooks.borrow_mut();
        if hooks.is_empty() {
            return None;
        }
        let by = self.by();
        let call = Call {
            moment,
            mode: hooked.mode,
            set: self.set.name(),
            database: &hooked.database,
            direction: hooked.direction,
            migration,
            attempt,
            migrations: hooked.migrations,
            elapsed: hooked.start.elapsed(),
            by: &by,
            reason: self.options.reason.as_deref(),
        };
        Some(then(&mut hooks, &call))
    }
}
