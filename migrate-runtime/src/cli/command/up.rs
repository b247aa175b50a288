//! `up`: apply what is pending.

use super::change::{self, Document};
use super::risk;
use crate::cli::args;
use crate::cli::engine;
use crate::cli::failure::Failure;
use crate::cli::order::{names_migrations, order, target};
use crate::cli::session::{Database, Session};
use crate::exit_code;
use crate::human;
use crate::report::PlanReport;
use crate::runner::Action;

/// Applies what is pending in each database.
pub(crate) fn up(session: &Session<'_>, args: &args::Up) -> Result<u8, Failure> {
    let positional = args.version.as_deref();
    let databases = if names_migrations(positional, &args.select) {
        vec![session.one_database(&args.directory)?]
    } else {
        session.databases(&args.directory)?
    };
    let mut orders = Vec::with_capacity(databases.len());
    for database in databases {
        let target = target(&database.set, positional, &args.select)?;
        let late = session.out_of_order(args.order.out_of_order);
        let order = order(session, target, &args.write, Some(late))?;
        orders.push((database, order));
    }
    if args.write.change.dry_run {
        change::dry_run(session, Action::Up, &orders)?;
        return Ok(exit_code::DONE);
    }
    let mut reports = Vec::with_capacity(orders.len());
    for (database, order) in &orders {
        session.announce(database);
        // What is refused leaves no empty file behind.
        let mut reading = engine::read(database)?;
        let plan = change::plan(session, database, &mut *reading, Action::Up, order)?;
        drop(reading);
        let risks = risk::warnings(&plan);
        for line in &risks {
            session.reader.note(line);
        }
        // What is harmless need not wait for somebody at a terminal: programs deploy it.
        if session.settings.is_production() && !risks.is_empty() {
            session.confirm(&question(&plan, database))?;
        }
        let mut engine = engine::write(database)?;
        reports.push(change::run(session, database, &mut *engine, Action::Up, order)?);
    }
    session.reader.document(&Document { databases: reports });
    Ok(exit_code::DONE)
}

/// What is asked in production: `apply 2 orders and 3 notes to sqlite:shop.db, deleting ..`.
fn question(plan: &PlanReport, database: &Database) -> String {
    let names = plan.migrations.iter().map(|it| format!("{} {}", it.version, it.name));
    let names = human::list(&names.collect::<Vec<_>>());
    let losses: Vec<_> = plan.migrations.iter().flat_map(|it| &it.losses).collect();
    let deleting = match losses.as_slice() {
        [] => String::new(),
        losses => format!(", deleting {}", human::list(losses)),
    };
    format!("apply {names} to {}{deleting}", database.location)
}
