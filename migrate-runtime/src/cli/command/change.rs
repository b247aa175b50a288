//! What `up`, `down` and `redo` share: the run, the dry run, and the words afterwards.

use serde::Serialize;

use super::backup_file;
use crate::cli::engine::{self, Engine, Order};
use crate::cli::failure::Failure;
use crate::cli::notify::Notifier;
use crate::cli::output::{self, BAD, Reader, WARN};
use crate::cli::progress::Progress;
use crate::cli::session::{Database, Session};
use crate::hooks::Occasion;
use crate::human::plural;
use crate::plan::Late;
use crate::report::{Done, DryRun, Failed, PlanReport, Report, Skipped};
use crate::runner::{Action, Event};

/// What a command did to each database, as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Document<T> {
    pub(super) databases: Vec<T>,
}

/// Prints the SQL that the action would send to each of the databases.
pub(super) fn dry_run(
    session: &Session<'_>,
    action: Action,
    orders: &[(Database, Order)],
) -> Result<(), Failure> {
    let mut databases: Vec<DryRun> = Vec::new();
    for (database, order) in orders {
        let dry = engine::read(database)?.dry_run(action, order)?;
        print(session, database, &dry);
        databases.push(dry);
    }
    session.reader.document(&Document { databases });
    Ok(())
}

/// Prints the SQL that would be sent to a database.
pub(super) fn print(session: &Session<'_>, database: &Database, dry: &DryRun) {
    if session.reader != Reader::Program {
        session.reader.note(&format!("{}: {}, dry run", database.name, database.location));
        output::raw(&dry.to_string());
    }
    for Late { version, after } in &dry.late {
        session.reader.note(&format!("note: migration {version} would run late, behind {after}"));
    }
    if dry.units.is_empty() {
        session.reader.note("nothing to do");
    }
}

/// What the action would do; people who are told of failures hear of it when it would be refused.
pub(super) fn plan(
    session: &Session<'_>,
    database: &Database,
    engine: &mut dyn Engine,
    action: Action,
    order: &Order,
) -> Result<PlanReport, Failure> {
    engine.plan(action, order).map_err(|error| match Notifier::new(session) {
        Ok(mut notifier) => {
            let title = format!("migrating {} was refused: {error}", database.location);
            notifier.send(session, Occasion::Failure, database, &order.options, title);
            error.into()
        }
        Err(failure) => failure,
    })
}

/// Runs the action, printing each migration as it is done, and a last line.
pub(super) fn run(
    session: &Session<'_>,
    database: &Database,
    engine: &mut dyn Engine,
    action: Action,
    order: &Order,
) -> Result<Report, Failure> {
    let mut notifier = Notifier::new(session)?;
    let mut progress = Progress::new(session.reader, &database.set);
    let signals = session.signals();
    let mut order = order.clone();
    order.options.cancel = Some(signals.cancel().clone());
    order.options.backups.directory = backup_file::configured(session, database);
    let mut hear = |event: &Event| progress.hear(event);
    let result = engine.run(action, &order, &mut hear, &mut notifier);
    progress.finish();
    let report = result.map_err(|error| {
        if let Some(report) = error.report() {
            failures(session, report);
            warnings(session, report);
        }
        Failure::from(error).by(signals)
    })?;
    warnings(session, &report);
    kept(session, &report);
    if session.settings.run.verify_after.value && !report.is_empty() {
        verify(engine, &order)?;
    }
    session.reader.line(&summary(&report, database));
    Ok(report)
}

/// Reads again what the run has left: the history without contradictions, the file without damage.
fn verify(engine: &mut dyn Engine, order: &Order) -> Result<(), Failure> {
    let damage = engine.inspect(order)?;
    let conflict = engine.status(order)?.conflicts.into_iter().next();
    let conflict =
        conflict.map(|it| format!("the history disagrees about migration {}", it.version));
    let wrong: Vec<_> = damage.into_iter().chain(conflict).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let message = format!(
        "the run is done, but the look behind it finds: {} (hint: copy the database before doing \
         anything else)",
        wrong.join("; ")
    );
    Err(Failure::failed(message))
}

/// What failed in a run that went on, and what was skipped because of that.
fn failures(session: &Session<'_>, report: &Report) {
    for Failed { version, name, error } in &report.failed {
        session.reader.note(&format!("{BAD}failed{BAD:#}  {version} {name}: {error}"));
    }
    for Skipped { version, name, because } in &report.skipped {
        let line = format!("{WARN}skipped{WARN:#}  {version} {name}, because of {because}");
        session.reader.note(&line);
    }
}

fn warnings(session: &Session<'_>, report: &Report) {
    for warning in &report.warnings {
        session.reader.note(&format!("{WARN}warning{WARN:#}: {warning}"));
    }
}

/// What was there before a migration, and stays.
fn kept(session: &Session<'_>, report: &Report) {
    let note = |done: &Done, words: &dyn Fn(&str) -> String| {
        for what in &done.kept {
            session.reader.note(&format!("note: {} {}: {}", done.version, done.name, words(what)));
        }
    };
    for done in &report.rolled_back {
        note(done, &|what| format!("`{what}` stays, because it was there before"));
    }
    for done in &report.applied {
        note(done, &|what| format!("`{what}` was there before, and is used as it is"));
    }
}

fn summary(report: &Report, database: &Database) -> String {
    let count = |done: &[Done]| format!("{} migration{}", done.len(), plural(done.len()));
    let milliseconds =
        |done: &[Done]| done.iter().map(|done| done.execution_time).sum::<i64>().max(0);
    match (report.rolled_back.as_slice(), report.applied.as_slice()) {
        ([], []) if report.unchanged == 0 => {
            format!("nothing to do: nothing is applied in {}", database.location)
        }
        ([], []) => {
            let (applied, s) = (report.unchanged, plural(report.unchanged));
            format!("nothing to do: {applied} migration{s} applied in {}", database.location)
        }
        ([], up) => format!("applied {} in {} ms", count(up), milliseconds(up)),
        (down, []) => format!("rolled back {} in {} ms", count(down), milliseconds(down)),
        (down, up) => {
            let time = milliseconds(down) + milliseconds(up);
            format!("rolled back {} and applied {} in {time} ms", count(down), count(up))
        }
    }
}
