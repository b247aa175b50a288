//! What a run does about a migration that failed: try it again, or go on with the others.

use std::time::Duration;

use migrate_codegen::Version;

use super::{OnFailure, Runner};
use crate::dialect::Dialect;
use crate::driver::{Unit, jittered};
use crate::error::{Error, Kind, Result};
use crate::migration::Migration;
use crate::plan::{Plan, order_matters};
use crate::report::{Failed, Report, Skipped};

/// The first pause before a migration is tried again; each one after it is twice as long.
const PAUSE: Duration = Duration::from_millis(50);

/// How often a migration was tried again since the last one that succeeded.
#[derive(Debug, Default)]
pub(super) struct Attempts(u32);

impl<D: Dialect> Runner<'_, D> {
    /// Takes in what went wrong. Afterwards the history is to be read again.
    ///
    /// # Errors
    /// The same, when the run ends with it.
    pub(super) fn take_in(
        &self,
        error: Error,
        attempts: &mut Attempts,
        report: &mut Report,
    ) -> Result<()> {
        if error.is_transient() && attempts.0 < self.options.retries {
            std::thread::sleep(jittered(PAUSE * 2_u32.saturating_pow(attempts.0.min(8))));
            attempts.0 += 1;
            return self.go_on();
        }
        let Some(version) = error.version().filter(|_| self.goes_on_behind(&error)) else {
            return Err(error);
        };
        *attempts = Attempts::default();
        let name = error.name().unwrap_or_default().to_owned();
        report.failed.push(Failed { version, name, error: described(&error) });
        Ok(())
    }

    fn goes_on_behind(&self, error: &Error) -> bool {
        self.options.on_failure == OnFailure::Continue && error.is_of_migration()
    }
}

impl Attempts {
    /// The number of the attempt that comes now, from 1.
    pub(super) fn this(&self) -> u32 {
        self.0.saturating_add(1)
    }

    /// A migration succeeded: the next one has all its attempts.
    pub(super) fn reset(&mut self) {
        self.0 = 0;
    }
}

/// Whether the unit waits until what failed is mended; then the report names it.
pub(super) fn holds_back(plan: &Plan, unit: &Unit<'_>, report: &mut Report) -> bool {
    let versions: Vec<_> = unit.jobs.iter().map(|job| job.version).collect();
    if versions.iter().any(|version| is_held(report, *version)) {
        return true;
    }
    let all = plan.migrations();
    let (held, own): (Vec<&Migration>, Vec<&Migration>) = (
        all.iter().copied().filter(|it| is_held(report, it.version())).collect(),
        all.iter().copied().filter(|it| versions.contains(&it.version())).collect(),
    );
    for migration in own {
        let cause = held.iter().find(|held| order_matters(migration, held));
        if let Some(cause) = cause {
            let (version, name) = (migration.version(), migration.name().to_owned());
            report.skipped.push(Skipped { version, name, because: cause.version() });
            return true;
        }
    }
    false
}

/// Fails when a migration did.
pub(super) fn refuse_failures(report: &Report) -> Result<()> {
    let Some(first) = report.failed.first() else { return Ok(()) };
    let (failed, skipped) = (report.failed.len(), report.skipped.len());
    Err(Error::new(Kind::SomeFailed { failed, skipped }).of(first.version, &first.name))
}

fn is_held(report: &Report, version: Version) -> bool {
    report.failed.iter().any(|it| it.version == version)
        || report.skipped.iter().any(|it| it.version == version)
}

/// The error and what caused it, in one line.
fn described(error: &Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
