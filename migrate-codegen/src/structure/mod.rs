//! Whether the list of migrations holds together, before any engine is asked.
//!
//! Duplicate and unordered versions, dependencies that cannot be met, categories that no statement
//! fits, texts that say nothing.

mod category;
mod content;
mod dependency;
mod order;

pub(crate) use category::infer as infer_category;
pub(crate) use dependency::{Dependencies, Needs};

use crate::check::{History, Options, Problem, ProblemKind};
use crate::source::Source;

/// Everything that is wrong with the list, and what each migration depends on.
pub(crate) fn look(history: &History<'_>, options: &Options) -> (Vec<Problem>, Dependencies) {
    let mut problems = order::problems(history);
    let dependencies = Dependencies::read(history, &mut problems);
    problems.extend(category::problems(history));
    problems.extend(content::problems(history, options));
    (problems, dependencies)
}

/// A problem with a migration as a whole.
fn problem(index: usize, source: &Source, code: &'static str, message: String) -> Problem {
    Problem::error(ProblemKind::Structure, code, &source.file, source.at.clone(), message).of(index)
}
