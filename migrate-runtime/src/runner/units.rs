//! Cutting a plan into what commits together.

use migrate_codegen::{Direction, Transactional};

use super::{Grouping, Options};
use crate::driver::{Begun, Job, Unit};
use crate::error::{Error, Kind, Result};
use crate::history::Mark;
use crate::plan::Plan;

/// The units of a plan: a migration each, or all in one.
pub(super) fn units<'a>(
    plan: &'a Plan,
    options: &'a Options,
    set: &'a str,
    by: &'a str,
) -> Result<Vec<Unit<'a>>> {
    let direction = plan.direction();
    let jobs = plan.migrations().iter().filter_map(|migration| match direction {
        Direction::Up => Some(Job::up(migration)),
        Direction::Down => Job::down(migration),
    });
    let jobs = jobs.map(|job| Job {
        timeout: job.timeout.or(options.statement_timeout),
        begun: if plan.has_begun(job.version) { Begun::Before } else { Begun::Now },
        ..job
    });
    let groups: Vec<Vec<Job<'a>>> = match options.grouping {
        Grouping::Each => jobs.map(|job| vec![job]).collect(),
        Grouping::Single => vec![jobs.collect()],
    };
    let units = groups.into_iter().filter(|jobs| !jobs.is_empty());
    let units: Vec<_> = units.map(|jobs| blank(jobs, options, set, by)).collect();
    match units.iter().find_map(stranger) {
        None => Ok(units),
        Some(job) => Err(Error::new(Kind::NotOneTransaction).of(job.version, job.name)),
    }
}

fn blank<'a>(jobs: Vec<Job<'a>>, options: &'a Options, set: &'a str, by: &'a str) -> Unit<'a> {
    Unit {
        set,
        mark: Mark::NONE,
        batch: None,
        by,
        reason: options.reason.as_deref(),
        consent: options.consent,
        patience: options.patience(),
        lease: options.lease,
        token: None,
        jobs,
    }
}

/// A job that cannot share a transaction with the others of its unit.
fn stranger<'u, 'a>(unit: &'u Unit<'a>) -> Option<&'u Job<'a>> {
    unit.jobs.iter().find(|job| unit.jobs.len() > 1 && job.transactional == Transactional::No)
}
