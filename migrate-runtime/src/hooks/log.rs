//! A hook that writes each moment to the log.

use std::time::Duration;

use migrate_codegen::Direction;

use super::{About, Call, Hook, HookResult, Mode, Moment};

/// Writes each moment to `tracing`: what is done as `INFO`, failures as `ERROR`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Log;

impl Hook for Log {
    fn call(&mut self, call: &Call<'_>) -> HookResult {
        let (set, database) = (call.set, call.database);
        let dry_run = call.mode == Mode::DryRun;
        let direction = match call.direction {
            Direction::Up => "up",
            Direction::Down => "down",
        };
        let About { version, name } = call.migration.unwrap_or_default();
        let version = version.get();
        match call.moment {
            Moment::BeforeRun => tracing::info!(
                set,
                database,
                direction,
                dry_run,
                migrations = call.migrations,
                "run begins"
            ),
            Moment::BeforeMigration => tracing::info!(
                set,
                direction,
                dry_run,
                version,
                name,
                attempt = call.attempt,
                "migration begins"
            ),
            Moment::AfterMigration { took } => tracing::info!(
                set,
                direction,
                dry_run,
                version,
                name,
                milliseconds = milliseconds(took),
                "migration is done"
            ),
            Moment::AfterRun { report } => tracing::info!(
                set,
                database,
                direction,
                dry_run,
                milliseconds = milliseconds(call.elapsed),
                applied = report.applied.len(),
                rolled_back = report.rolled_back.len(),
                "run is done"
            ),
            Moment::Failed { error } => {
                let cause = std::error::Error::source(error).map(ToString::to_string);
                tracing::error!(set, database, direction, dry_run, %error, cause, "run failed");
            }
        }
        Ok(())
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
