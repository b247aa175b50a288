//! Asking the policy rules about one migration.

use std::sync::Arc;

use super::history::{Text, Unit};
use super::options::{Depth, Options};
use super::problem::{Problem, ProblemKind};
use super::report::RollbackSource;
use super::run::Seen;
use super::way_back::{WayBack, steps};
use crate::lint::{self, Check, Context};
use crate::rollback::Lack;
use crate::source::{Body, Origin};

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
    unit: &Unit<'_>,
    seen: &Seen,
    way_back: &WayBack,
    judged: Vec<Problem>,
    options: &Options,
) -> Vec<Problem> {
    let own = unit.up.text.as_ref().map(|text| steps(text, &seen.before));
    let code = unit.up.code.iter().flatten().flat_map(|text: &Text<'_>| steps(text, &[]));
    let context = Context {
        source: unit.source,
        migration: index,
        dialect: options.dialect,
        steps: own.into_iter().flatten().chain(code).collect(),
        schema: seen.schema.clone(),
        way_back: of_rules(unit, way_back, options),
        judged,
    };
    lint::run(&context, options)
}

/// Takes out what rules say of text that the judge refuses: one error a fault, and the engine's own
/// words come first.
pub(super) fn yield_to(judged: &[Problem], problems: &mut Vec<Problem>) {
    let refused: Vec<_> = judged.iter().filter(|it| it.is_error()).collect();
    let meets = |a: &Problem, b: &Problem| {
        let apart = a.at.end <= b.at.start || b.at.end <= a.at.start;
        a.migration == b.migration && Arc::ptr_eq(&a.file, &b.file) && !apart
    };
    problems.retain(|problem| {
        problem.kind != ProblemKind::Policy || !refused.iter().any(|it| meets(it, problem))
    });
}

fn of_rules<'a>(unit: &Unit<'_>, way_back: &'a WayBack, options: &Options) -> lint::WayBack<'a> {
    let source = unit.source;
    match (way_back.rollback.source, &way_back.not_inferred) {
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
