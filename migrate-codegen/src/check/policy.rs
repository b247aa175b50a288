//! Asking the policy rules about one migration.

use std::ops::Range;
use std::sync::Arc;

use super::history::{History, Side, Text, Unit};
use super::options::{Depth, Options};
use super::problem::{Problem, ProblemKind, in_file};
use super::report::RollbackSource;
use super::run::Seen;
use super::way_back::{WayBack, steps};
use crate::RollbackClass;
use crate::lint::{self, Check, Context};
use crate::rollback::Lack;
use crate::source::{Body, Origin};

/// The rule that asks for a way back.
const NO_ROLLBACK: &str = "no_rollback";

/// Takes out what the judge found for rules to speak about: by index of the migration.
pub(super) fn split(found: &mut Vec<Problem>, migrations: usize) -> Vec<Vec<Problem>> {
    let is_rule = |code| lint::rules::find(code).is_some_and(|it| matches!(it.check, Check::Judge));
    let mut of_rules = vec![Vec::new(); migrations];
    for problem in std::mem::take(found) {
        match problem.migration.filter(|_| is_rule(problem.code)) {
            Some(index) => of_rules[index].push(problem),
            None => found.push(problem),
        }
    }
    of_rules
}

/// What the rules find in a migration; `judged` is what the judge found for them.
pub(super) fn ask(
    index: usize,
    units: &[Unit<'_>],
    seen: &Seen,
    way_back: &WayBack,
    judged: Vec<Problem>,
    options: &Options,
) -> Vec<Problem> {
    let unit = &units[index];
    let own = unit.up.text.as_ref().map(|text| steps(text, &seen.before));
    let code = unit.up.code.iter().flatten().flat_map(|text: &Text<'_>| steps(text, &[]));
    let context = Context {
        source: unit.source,
        migration: index,
        dialect: options.dialect,
        steps: own.into_iter().flatten().chain(code).collect(),
        earlier: &units[..index],
        schema: seen.schema.clone(),
        target: options.target,
        way_back: of_rules(unit, way_back, options),
        judged,
    };
    lint::run(&context, options)
}

/// Takes out what rules say of a statement that the judge refuses, and of the way back from a
/// migration that does not get through: one error a fault, and the engine's own words come first.
pub(super) fn yield_to(judged: &[Problem], history: &History<'_>, problems: &mut Vec<Problem>) {
    let refused: Vec<_> = judged
        .iter()
        .filter(|it| it.is_error())
        .map(|it| (it, statement_around(it, history).unwrap_or_else(|| it.at.clone())))
        .collect();
    let follows = |policy: &Problem, (refused, around): &(&Problem, Range<usize>)| {
        let apart = around.end <= policy.at.start || policy.at.end <= around.start;
        refused.migration == policy.migration
            && (policy.code == NO_ROLLBACK || Arc::ptr_eq(&refused.file, &policy.file) && !apart)
    };
    problems.retain(|problem| {
        problem.kind != ProblemKind::Policy || !refused.iter().any(|it| follows(problem, it))
    });
}

/// The statement that a problem is about, as bytes of its file.
fn statement_around(problem: &Problem, history: &History<'_>) -> Option<Range<usize>> {
    let unit = history.units.get(problem.migration?)?;
    let sides = std::iter::once(&unit.up).chain(&unit.down);
    sides
        .flat_map(Side::texts)
        .filter(|text| Arc::ptr_eq(&text.sql.file, &problem.file))
        .flat_map(|text| text.statements.iter().map(|it| in_file(text.sql, &it.range)))
        .find(|range| range.start <= problem.at.start && problem.at.start < range.end)
}

fn of_rules<'a>(unit: &Unit<'_>, way_back: &'a WayBack, options: &Options) -> lint::WayBack<'a> {
    let source = unit.source;
    match (way_back.rollback.source, &way_back.not_inferred) {
        _ if way_back.rollback.class == RollbackClass::Preserved => lint::WayBack::Kept,
        // What is said about `preserve` is said once.
        _ if way_back.refused.is_some() => lint::WayBack::Kept,
        (RollbackSource::Given | RollbackSource::Inferred, _) => lint::WayBack::There,
        (RollbackSource::Waived, _) => lint::WayBack::Waived,
        // The full check looks; nobody is asked for a rollback that it infers.
        (RollbackSource::None, Some(why))
            if why.lack == Lack::Schema && options.depth == Depth::Syntax =>
        {
            lint::WayBack::Unknown
        }
        (RollbackSource::None, Some(why)) => lint::WayBack::NotInferred(why),
        (RollbackSource::None, None) => match (&source.up, source.origin) {
            (Body::Code(_), Origin::Rust) => lint::WayBack::MissingForCode,
            _ => lint::WayBack::Waived,
        },
    }
}
