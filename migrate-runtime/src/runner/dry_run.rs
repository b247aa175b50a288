//! Saying what would be done, without doing it.

use std::time::{Duration, Instant};

use migrate_codegen::Direction;

use super::Runner;
use super::hooked::Hooked;
use super::units::units;
use crate::dialect::Dialect;
use crate::driver::{Driver, Job, Losses, Unit};
use crate::error::Result;
use crate::history::{History, Mark, RowStatus};
use crate::hooks::{About, Mode};
use crate::plan::{Late, Plan, Target};
use crate::report::{DryRun, DryUnit, PlanReport, Planned, Space};

/// A call of the runner that changes the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// [`Runner::up`].
    Up,
    /// [`Runner::down`].
    Down,
    /// [`Runner::redo`].
    Redo,
}

impl<D: Dialect> Runner<'_, D> {
    /// What the action would do, in order. It writes nothing.
    ///
    /// Each migration says which rows it would delete and which tables it would write anew, counted
    /// on the database as it is: what an earlier one of the same plan changes is not looked at.
    /// Rollbacks that would delete rows are not refused here.
    ///
    /// # Errors
    /// When the action would refuse to begin, or the database cannot be read.
    pub fn plan<R: Driver<Dialect = D>>(&self, db: &mut R, action: Action) -> Result<PlanReport> {
        let mut migrations = Vec::new();
        for (plan, _) in self.plans(db, action)? {
            for migration in plan.migrations() {
                let losses = match (plan.direction(), Job::down(migration)) {
                    (Direction::Down, Some(job)) => db.losses(self.set.name(), &job)?,
                    _ => Losses::default(),
                };
                let mut planned = Planned::of(migration, plan.direction(), losses);
                planned.stored = self.stored(migration);
                planned.after = Late::of(plan.late(), migration.version());
                if action == Action::Up {
                    let risk = db.risk(&Job::up(migration), self.options.patience())?;
                    planned = planned.with(risk);
                }
                migrations.push(planned);
            }
        }
        let needed = migrations.iter().map(Planned::space).max().filter(|needed| *needed > 0);
        let space = needed.map(|needed| Space { needed, free: db.free_space() });
        Ok(PlanReport { set: self.set.name().to_owned(), migrations, space })
    }

    /// The SQL that the action would send, history writes included. It writes nothing. Hooks are
    /// called as in a run, with [`Mode::DryRun`].
    ///
    /// # Errors
    /// As [`plan`](Self::plan).
    pub fn dry_run<R: Driver<Dialect = D>>(&self, db: &mut R, action: Action) -> Result<DryRun> {
        let start = Instant::now();
        self.rehearse(db, action).map_err(|error| {
            let direction = if action == Action::Up { Direction::Up } else { Direction::Down };
            let hooked = Hooked::new(Mode::DryRun, direction, db, 0).since(start);
            self.tell_failed(&hooked, error)
        })
    }

    fn rehearse<R: Driver<Dialect = D>>(&self, db: &mut R, action: Action) -> Result<DryRun> {
        let (by, plans) = (self.by(), self.plans(db, action)?);
        let mut all = Vec::new();
        for (plan, history) in &plans {
            let units = units(plan, &self.options, self.set.name(), &by)?;
            self.call_around(db, plan, &units)?;
            for mut unit in units {
                // The first unit of all makes the tables; later ones find them.
                let mark = history.mark().0;
                unit.mark = Mark(if all.is_empty() { mark } else { mark.max(1) });
                all.push(unit);
            }
        }
        let scripts = db.script(&all)?.into_iter();
        let versions = |unit: &Unit<'_>| unit.jobs.iter().map(|job| job.version).collect();
        let dry = all.iter().zip(scripts);
        let dry = dry.map(|(unit, sql)| DryUnit { versions: versions(unit), sql }).collect();
        let late = plans.iter().flat_map(|(plan, _)| plan.late()).copied().collect();
        Ok(DryRun { set: self.set.name().to_owned(), units: dry, late })
    }

    /// Calls the hooks as a run would, in its order.
    fn call_around<R: Driver<Dialect = D>>(
        &self,
        db: &R,
        plan: &Plan,
        units: &[Unit<'_>],
    ) -> Result<()> {
        if units.is_empty() {
            return Ok(());
        }
        let count = plan.migrations().len();
        let mut hooked = Hooked::new(Mode::DryRun, plan.direction(), db, count);
        self.ask_for_run(&hooked)?;
        for unit in units {
            self.ask_for(&mut hooked, unit, 1)?;
            for job in &unit.jobs {
                let about = About { version: job.version, name: job.name };
                self.tell_done(&hooked, about, Duration::ZERO, 1);
            }
        }
        self.tell_run_done(&hooked, &self.blank());
        Ok(())
    }

    /// The plans of an action, each with the history that it would find.
    pub(super) fn plans<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        action: Action,
    ) -> Result<Vec<(Plan, History)>> {
        self.options.refuse_contradictions()?;
        let mut history = self.trusted(self.read(db)?).0;
        if action == Action::Up {
            let plan = self.plan_up(db, &mut history, &self.target);
            return Ok(vec![(plan.map_err(|error| self.explained(db, error))?, history)]);
        }
        let set = if action == Action::Down { self.known(db)? } else { self.set };
        let down = Plan::down(&set, &history, &self.target, self.options.dependents);
        let down = down.map_err(|error| self.explained(db, error))?;
        if action == Action::Down {
            return Ok(vec![(down, history)]);
        }
        let mut after = History::new(history.mark());
        for entry in history.entries() {
            let rolled_back = down.versions().contains(&entry.version);
            let status = if rolled_back { RowStatus::RolledBack } else { entry.status };
            after.push(entry.version, status, entry.checksum);
        }
        let only = Target::Only(down.versions());
        let up = Plan::up(&self.set, &after, &only, self.options.out_of_order)?;
        Ok(vec![(down, history), (up, after)])
    }
}
