//! `plan`: what `up` would do.

use super::change::Document;
use super::risk;
use crate::cli::args;
use crate::cli::engine::{self, Order};
use crate::cli::failure::Failure;
use crate::cli::order::{names_migrations, target};
use crate::cli::output::{DIM, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::exit_code;
use crate::human::plural;
use crate::report::{PlanReport, Planned};
use crate::runner::{Action, Rollbacks};

/// Shows what `up` would do in each database; when it would refuse, this fails as it would.
pub(crate) fn plan(session: &Session<'_>, args: &args::Plan) -> Result<u8, Failure> {
    let positional = args.version.as_deref();
    let databases = if names_migrations(positional, &args.select) {
        vec![session.one_database(&args.directory)?]
    } else {
        session.databases(&args.directory)?
    };
    let mut plans = Vec::with_capacity(databases.len());
    for database in databases {
        let target = target(&database.set, positional, &args.select)?;
        let mut order = Order { target, ..Order::default() };
        order.options.out_of_order = session.out_of_order(args.order.out_of_order).value;
        if session.settings.run.require_rollback.value {
            order.options.rollbacks = Rollbacks::Required;
        }
        let plan = engine::read(&database)?.plan(Action::Up, &order)?;
        show(session.reader, &database, &plan);
        plans.push(plan);
    }
    let is_empty = plans.iter().all(|plan| plan.migrations.is_empty());
    session.reader.document(&Document { databases: plans });
    Ok(if args.exit_code && !is_empty { exit_code::FOUND } else { exit_code::DONE })
}

fn show(reader: Reader, database: &Database, plan: &PlanReport) {
    reader.line(&database.heading());
    let rows: Vec<_> = plan.migrations.iter().map(row).collect();
    for line in table::lines(&rows) {
        reader.line(&line);
    }
    for line in risk::lines(plan) {
        reader.line(&line);
    }
    reader.line(&match plan.migrations.len() {
        0 => "nothing to do".to_owned(),
        1 => "1 migration to apply: `up` applies it".to_owned(),
        count => format!("{count} migrations to apply: `up` applies them in this order"),
    });
}

fn row(planned: &Planned) -> Vec<Cell> {
    let statements = match planned.statements {
        // A step in Rust has none of its own.
        0 => "Rust".to_owned(),
        count => format!("{count} statement{}", plural(count)),
    };
    let transaction = if planned.transaction { "" } else { "no transaction" };
    let late = planned.after.map(|after| format!("late, behind {after}")).unwrap_or_default();
    vec![
        Cell::number(planned.version),
        Cell::text(&planned.name),
        Cell::text(planned.category),
        Cell::text(statements),
        Cell::text(format!("rollback: {}", planned.rollback_class)).style(DIM),
        Cell::text(transaction).style(WARN),
        Cell::text(late).style(WARN),
    ]
}
