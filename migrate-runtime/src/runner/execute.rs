//! Carrying out a plan: unit by unit, reading the history again whenever somebody else was faster.

use std::time::Duration;

use migrate_codegen::{Direction, Transactional};

use super::again::{fixed, still};
use super::author::host;
use super::failure::{Attempts, holds_back, refuse_failures};
use super::hooked::Hooked;
use super::units::units;
use super::up::refuse_without_rollback;
use super::waiting::Waiting;
use super::{Checksums, Event, Rollbacks, Runner};
use crate::dialect::Dialect;
use crate::driver::{Claim, Committed, Driver, Job, Lease, Outcome, Progress, Ran, Unit};
use crate::error::{Back, Error, Kind, Result};
use crate::history::{History, Mark, RowStatus};
use crate::hooks::{About, Mode};
use crate::migration::Migration;
use crate::plan::{Late, OutOfOrder, Plan, Target};
use crate::report::{Done, Report};

/// What there is to do after a plan was worked at.
enum Next {
    Finished,
    /// Somebody else changed the history: read it and plan again.
    PlanAgain,
    /// Somebody else holds the lock: wait, then read and plan again.
    Wait(Lease),
}

/// What a run remembers from one plan to the next.
struct Run {
    by: String,
    batch: Option<i64>,
    waiting: Waiting,
    attempts: Attempts,
}

impl<D: Dialect> Runner<'_, D> {
    /// Plans, runs, and plans again, until nothing is left to do.
    pub(super) fn carry_out<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        direction: Direction,
        mut target: Target,
        report: &mut Report,
    ) -> Result<()> {
        self.options.refuse_contradictions()?;
        let (mut run, mut hooked): (Option<Run>, Option<Hooked>) = (None, None);
        loop {
            let (mut history, edited) = self.trusted(self.read(db)?);
            warn(report, edited);
            let plan = self.plan_next(db, direction, &mut history, &target, run.is_some())?;
            if plan.is_empty() {
                report.unchanged = unchanged(&history, report);
                break;
            }
            let hooked = match &mut hooked {
                Some(hooked) => hooked,
                none => none.insert(self.begin(db, &plan)?),
            };
            if run.is_none() && report.backup.is_none() {
                let made = self.back_up_before(db, &plan)?;
                if let Some(made) = made {
                    report.backup = Some(made.path);
                    // It is in the log, which changed the history.
                    continue;
                }
            }
            let run = run.get_or_insert_with(|| {
                self.tell(&started(&plan));
                let (by, batch) = (self.by(), None);
                Run { by, batch, waiting: Waiting::default(), attempts: Attempts::default() }
            });
            target = fixed(target, &plan);
            match self.run_plan(db, &plan, history.mark(), (run, hooked), report)? {
                Next::Finished => {
                    report.unchanged = unchanged(&history, report);
                    break;
                }
                Next::PlanAgain => run.waiting = Waiting::default(),
                Next::Wait(lease) => self.wait(&mut run.waiting, lease)?,
            }
        }
        if run.is_some() {
            self.tell(&Event::Finished {
                migrations: report.applied.len() + report.rolled_back.len(),
            });
        }
        refuse_failures(report)?;
        if let Some(hooked) = hooked {
            let warnings = self.tell_run_done(&hooked, report);
            report.warnings.extend(warnings);
        }
        Ok(())
    }

    /// Asks the hooks before anything is begun.
    fn begin<R: Driver<Dialect = D>>(&self, db: &R, plan: &Plan) -> Result<Hooked> {
        let count = plan.migrations().len();
        let hooked = Hooked::new(Mode::Real, plan.direction(), db, count);
        self.ask_for_run(&hooked).map(|()| hooked)
    }

    pub(super) fn read<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<History> {
        Ok(db.history(self.set.name(), self.options.patience())?.unwrap_or_default())
    }

    /// The history as it is planned with, and what is said about that: checksums that are not to
    /// be compared are taken for those of the set.
    pub(super) fn trusted(&self, history: History) -> (History, Vec<String>) {
        if self.options.checksums == Checksums::Compare {
            return (history, Vec::new());
        }
        let mut trusted = History::new(history.mark());
        let mut warnings = Vec::new();
        for entry in history.entries() {
            let migration = self.set.get(entry.version);
            let checksum = migration.map_or(entry.checksum, |migration| migration.checksum());
            if checksum != entry.checksum && entry.status == RowStatus::Applied {
                let name = migration.map_or("", Migration::name);
                warnings.push(format!(
                    "migration {} `{name}` was edited after it was applied: checksums are ignored",
                    entry.version
                ));
            }
            trusted.push(entry.version, entry.status, checksum);
        }
        (trusted, warnings)
    }

    pub(super) fn by(&self) -> String {
        self.options.by()
    }

    fn plan_next<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        direction: Direction,
        history: &mut History,
        target: &Target,
        again: bool,
    ) -> Result<Plan> {
        let plan = match direction {
            Direction::Up => self.plan_up(db, history, target),
            Direction::Down => {
                let target = if again { still(target, history) } else { target.clone() };
                Plan::down(&self.set, history, &target, self.options.dependents)
            }
        };
        let plan = plan.map_err(|error| self.explained(db, error))?;
        if direction == Direction::Down {
            self.refuse_losses(db, &plan)?;
        }
        Ok(plan)
    }

    /// Plans to apply, and reads whole rows only when a migration is late: then they say what the
    /// later ones touched.
    pub(super) fn plan_up<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        history: &mut History,
        target: &Target,
    ) -> Result<Plan> {
        let order = self.options.out_of_order;
        let plan = Plan::up(&self.set, history, target, order);
        if let (Ok(plan), Rollbacks::Required) = (&plan, self.options.rollbacks) {
            refuse_without_rollback(plan)?;
        }
        let is_late = match &plan {
            Ok(plan) => !plan.late().is_empty(),
            Err(error) => error.is_out_of_order(),
        };
        if !is_late || order == OutOfOrder::Refuse || matches!(target, Target::Only(_)) {
            return plan;
        }
        history.trace_rows(&db.rows(self.set.name(), self.options.patience())?);
        Plan::up(&self.set, history, target, order)
    }

    /// Adds what only the whole row knows: the name of what the set lacks, and the day.
    pub(super) fn explained<R: Driver<Dialect = D>>(&self, db: &mut R, mut error: Error) -> Error {
        if !error.is_conflict() {
            return error;
        }
        let rows = db.rows(self.set.name(), self.options.patience()).unwrap_or_default();
        let row = rows.into_iter().find(|row| Some(row.version) == error.version());
        let Some(row) = row else { return error };
        match error.kind_mut() {
            Kind::Edited { applied_at } => *applied_at = row.applied_at,
            Kind::Missing { back } | Kind::Newer { back, .. } if row.down.is_some() => {
                *back = Back::Stored;
            }
            _ => {}
        }
        error.of(row.version, &row.name)
    }

    fn run_plan<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        plan: &Plan,
        mark: Mark,
        (run, hooked): (&mut Run, &mut Hooked),
        report: &mut Report,
    ) -> Result<Next> {
        let options = self.options.clone();
        let mut mark = mark;
        for mut unit in units(plan, &options, self.set.name(), &run.by)? {
            if holds_back(plan, &unit, report) {
                continue;
            }
            self.go_on()?;
            unit.mark = mark;
            unit.batch = run.batch;
            let late = late(plan, &unit);
            let attempt = run.attempts.this();
            self.ask_for(hooked, &unit, attempt)?;
            let about: Vec<_> = unit.jobs.iter().map(about).collect();
            let ended = match self.run_unit(db, unit, report) {
                Ok(ended) => ended,
                Err(error) => {
                    self.take_in(error, &mut run.attempts, report)?;
                    return Ok(Next::PlanAgain);
                }
            };
            match ended {
                (Next::Finished, committed) => {
                    run.attempts.reset();
                    (mark, run.batch) = (committed.mark, Some(committed.batch));
                    report.warnings.extend(late);
                    for (about, ran) in about.into_iter().zip(&committed.jobs) {
                        let warnings = self.tell_done(hooked, about, took(ran), attempt);
                        report.warnings.extend(warnings);
                    }
                }
                (next, _) => return Ok(next),
            }
        }
        Ok(Next::Finished)
    }

    /// Runs one unit, under the lock where the unit is not its own lock.
    fn run_unit<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        mut unit: Unit<'_>,
        report: &mut Report,
    ) -> Result<(Next, Committed)> {
        if unit.transactional() == Transactional::Yes {
            let outcome = self.watch(db, &unit);
            return self.settle(outcome, &unit, report);
        }
        let token = match db.lock(&Self::claim(&unit, &host()))? {
            Lease::Mine(token) => token,
            held @ Lease::Held(_) => return Ok((Next::Wait(held), Committed::default())),
        };
        unit.token = Some(token);
        let outcome = self.watch(db, &unit);
        // With its end it gave the lock back; asking again would wait for whoever writes by now.
        let released = match &outcome {
            Outcome::Committed(_) => Ok(()),
            _ => db.unlock(&token),
        };
        let settled = self.settle(outcome, &unit, report)?;
        released.map(|()| settled)
    }

    fn claim<'u>(unit: &Unit<'u>, host: &'u str) -> Claim<'u> {
        Claim {
            holder: unit.by,
            host,
            pid: std::process::id(),
            reason: unit.reason,
            lifetime: unit.lease,
            patience: unit.patience,
        }
    }

    fn watch<R: Driver<Dialect = D>>(&mut self, db: &mut R, unit: &Unit<'_>) -> Outcome {
        let set = self.set;
        db.run(unit, &mut |progress| {
            let job = |at: usize| &unit.jobs[at];
            let name = |at| set.get(job(at).version).map_or("", Migration::name);
            let event = match progress {
                Progress::Waiting { waited, writer } => {
                    let holder = writer.map(|writer| writer.to_string());
                    Event::Waiting { waited, holder, since: None }
                }
                Progress::Started { job: at } => Event::MigrationStarted {
                    direction: job(at).direction,
                    version: job(at).version,
                    name: name(at),
                    statements: job(at).work.statements(),
                },
                Progress::Statement { job: at, done, total } => {
                    Event::StatementDone { version: job(at).version, done, total }
                }
                Progress::Rows { job: at, done, total, left } => {
                    Event::RowsDone { version: job(at).version, done, total, left }
                }
            };
            self.tell(&event);
        })
    }

    fn settle(
        &mut self,
        outcome: Outcome,
        unit: &Unit<'_>,
        report: &mut Report,
    ) -> Result<(Next, Committed)> {
        match outcome {
            Outcome::Committed(committed) => {
                self.record(&committed, unit, report);
                Ok((Next::Finished, committed))
            }
            Outcome::Stale => Ok((Next::PlanAgain, Committed::default())),
            Outcome::Held(lease) => Ok((Next::Wait(lease), Committed::default())),
            Outcome::RolledBack { error, .. }
            | Outcome::Partial { error, .. }
            | Outcome::Unknown(error) => Err(error),
        }
    }

    fn record(&mut self, committed: &Committed, unit: &Unit<'_>, report: &mut Report) {
        report.warnings.extend_from_slice(&committed.warnings);
        for (job, ran) in unit.jobs.iter().zip(&committed.jobs) {
            let done = Done {
                version: job.version,
                name: job.name.to_owned(),
                statements: ran.statements,
                execution_time: ran.milliseconds,
                kept: ran.kept.clone(),
            };
            let name = self.set.get(job.version).map_or("", Migration::name);
            let milliseconds = ran.milliseconds;
            let (direction, version) = (job.direction, job.version);
            self.tell(&Event::MigrationDone { direction, version, name, milliseconds });
            match direction {
                Direction::Up => report.applied.push(done),
                Direction::Down => report.rolled_back.push(done),
            }
        }
    }
}

fn about<'j>(job: &Job<'j>) -> About<'j> {
    About { version: job.version, name: job.name }
}

fn took(ran: &Ran) -> Duration {
    Duration::from_millis(u64::try_from(ran.milliseconds).unwrap_or(0))
}

/// Tells what was not told yet.
fn warn(report: &mut Report, warnings: Vec<String>) {
    let new = |warning: &String| !report.warnings.contains(warning);
    let new: Vec<_> = warnings.into_iter().filter(new).collect();
    report.warnings.extend(new);
}

/// What people should know when the unit is done.
fn late(plan: &Plan, unit: &Unit<'_>) -> Vec<String> {
    let warning = |job: &Job<'_>| {
        let after = Late::of(plan.late(), job.version)?;
        Some(format!("migration {} `{}` ran late, behind {after}", job.version, job.name))
    };
    unit.jobs.iter().filter_map(warning).collect()
}

fn started(plan: &Plan) -> Event {
    let scripts = plan.migrations().iter().map(|migration| match plan.direction() {
        Direction::Up => migration.up_script(),
        Direction::Down => migration.down_script(),
    });
    Event::Started {
        direction: plan.direction(),
        migrations: plan.migrations().len(),
        statements: scripts.map(|script| script.statements.len().max(1)).sum(),
    }
}

fn unchanged(history: &History, report: &Report) -> usize {
    let ours =
        |version| report.applied.iter().chain(&report.rolled_back).any(|d| d.version == version);
    if report.is_empty() {
        return history.applied().count();
    }
    history.applied().filter(|entry| !ours(entry.version)).count()
}
