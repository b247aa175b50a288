//! `down` and `redo`: roll back, and apply again.

use super::change::{self, Document};
use crate::cli::args::{self, Directory, Force, Select, Write};
use crate::cli::config::Setting;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::order::{order, target};
use crate::cli::output::WARN;
use crate::cli::session::{Database, Session};
use crate::exit_code;
use crate::human;
use crate::plan::Dependents;
use crate::report::{PlanReport, Planned};
use crate::runner::{Action, Consent, Stored};

/// Rolls back: one migration, or what the flags say.
pub(crate) fn down(session: &Session<'_>, args: &args::Down) -> Result<u8, Failure> {
    let args::Down { version, select, write, force, directory } = args;
    let request = Request { version: version.as_deref(), select, write, force, directory };
    roll_back(session, Action::Down, &request)
}

/// Rolls back and applies again: one migration, or what the flags say.
pub(crate) fn redo(session: &Session<'_>, args: &args::Redo) -> Result<u8, Failure> {
    let args::Redo { version, select, write, force, directory } = args;
    let request = Request { version: version.as_deref(), select, write, force, directory };
    roll_back(session, Action::Redo, &request)
}

/// The flags that both commands take.
struct Request<'a> {
    version: Option<&'a str>,
    select: &'a Select,
    write: &'a Write,
    force: &'a Force,
    directory: &'a Directory,
}

fn roll_back(session: &Session<'_>, action: Action, args: &Request<'_>) -> Result<u8, Failure> {
    let Setting { value: may, origin } = &session.settings.run.rollback;
    if !may {
        let message = format!("rollbacks are switched off: `rollback = false` ({origin})");
        return Err(Failure::refused(message));
    }
    let database = session.one_database(args.directory)?;
    let target = target(&database.set, args.version, args.select)?;
    let mut order = order(session, target, args.write, None)?;
    if args.force.force {
        order.options.consent = Consent::LoseRows;
        order.options.stored = Stored::Use;
    }
    // What is in the copy is not lost; a run that cannot make one fails before anything changes.
    if args.write.backup {
        order.options.consent = Consent::LoseRows;
    }
    let may_lose = order.options.consent == Consent::LoseRows;
    if args.force.with_dependents {
        order.options.dependents = Dependents::Include;
    }
    if args.write.change.dry_run {
        change::dry_run(session, action, &[(database, order)])?;
        return Ok(exit_code::DONE);
    }
    session.announce(&database);
    let mut engine = engine::existing(&database)?;
    let plan = change::plan(session, &database, &mut *engine, action, &order)?;
    show_stored(session, &plan);
    // Without consent the run refuses to lose rows, and says which: nothing to ask.
    if !plan.migrations.is_empty() && (may_lose || !loses_rows(&plan)) {
        session.confirm(&question(action, &plan, &database))?;
    }
    let report = change::run(session, &database, &mut *engine, action, &order)?;
    session.reader.document(&Document { databases: vec![report] });
    Ok(exit_code::DONE)
}

/// Prints the texts that only the history knows, because nobody can have reviewed them here.
fn show_stored(session: &Session<'_>, plan: &PlanReport) {
    for planned in &plan.migrations {
        let Some(text) = &planned.stored else { continue };
        let Planned { version, name, .. } = planned;
        session.reader.note(&format!(
            "{WARN}{version} {name}{WARN:#} is not in this program; the history rolls it back with:"
        ));
        for line in text.trim().lines() {
            session.reader.note(&format!("    {line}"));
        }
    }
}

fn loses_rows(plan: &PlanReport) -> bool {
    let costs = |it: &Planned| !it.losses.is_empty() || it.discarded_at.is_some();
    plan.migrations.iter().any(costs)
}

/// What is asked: `roll back 7 create_orders in sqlite:shop.db, deleting ..`.
fn question(action: Action, plan: &PlanReport, database: &Database) -> String {
    let verb = if action == Action::Redo { "redo" } else { "roll back" };
    let is_down = |planned: &&Planned| planned.direction == migrate_codegen::Direction::Down;
    let down: Vec<_> = plan.migrations.iter().filter(is_down).collect();
    let names: Vec<_> = down.iter().map(|it| format!("{} {}", it.version, it.name)).collect();
    let losses: Vec<_> = down.iter().flat_map(|it| &it.losses).collect();
    let names = human::list(&names);
    let deleting = match losses.as_slice() {
        [] => String::new(),
        losses => format!(", deleting {}", human::list(losses)),
    };
    let days: Vec<_> =
        down.iter().filter_map(|it| it.discarded_at.as_deref()).map(human::day).collect();
    let without = match days.as_slice() {
        [] => String::new(),
        days => format!(", without the rows that were discarded on {}", human::list(days)),
    };
    format!("{verb} {names} in {}{deleting}{without}", database.location)
}
