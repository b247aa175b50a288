//! Rolling back and applying again.

use std::time::Instant;

use migrate_codegen::Direction;

use super::Runner;
use super::hooked::Hooked;
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::error::Result;
use crate::hooks::Mode;
use crate::plan::Target;
use crate::report::Report;

impl<D: Dialect> Runner<'_, D> {
    /// Rolls back as [`down`](Self::down) does, and applies the same migrations again.
    ///
    /// # Errors
    /// As [`down`](Self::down) and [`up`](Self::up).
    pub fn redo<R: Driver<Dialect = D>>(&mut self, db: &mut R) -> Result<Report> {
        let span = tracing::info_span!("redo", set = self.set.name());
        let _entered = span.enter();
        let start = Instant::now();
        let mut report = self.blank();
        match self.within(|runner| runner.down_and_up(db, &mut report)) {
            Ok(()) => Ok(report),
            Err(error) => {
                // Whatever failed, applied or not: the way back was what was asked for first.
                let direction =
                    if report.rolled_back.is_empty() { Direction::Down } else { Direction::Up };
                let hooked = Hooked::new(Mode::Real, direction, db, 0).since(start);
                Err(self.tell_failed(&hooked, error.after(report)))
            }
        }
    }

    fn down_and_up<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        report: &mut Report,
    ) -> Result<()> {
        let target = self.target.clone();
        self.carry_out(db, Direction::Down, target, report)?;
        let versions = report.rolled_back.iter().map(|done| done.version).collect();
        self.carry_out(db, Direction::Up, Target::Only(versions), report)
    }
}
