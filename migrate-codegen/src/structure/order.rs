//! Duplicate versions, and lists that are not in the order of versions.

use std::collections::HashMap;

use super::problem;
use crate::check::{History, Problem, Related};

/// The versions that stand twice, and those that stand after a greater one.
pub(super) fn problems(history: &History<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut first = HashMap::new();
    let mut greatest = None;
    for (index, unit) in history.units.iter().enumerate() {
        let source = unit.source;
        if let Some(&other) = first.get(&source.version) {
            let other: &crate::source::Source = other;
            let message = format!("version {} is taken by `{}`", source.version, other.name);
            let related = Related {
                file: std::sync::Arc::clone(&other.file),
                at: other.at.clone(),
                message: "it is first used here".to_owned(),
            };
            let help = "give one of them a version of its own";
            problems.push(
                problem(index, source, "duplicate_version", message)
                    .with_help(help.to_owned())
                    .with_related(related),
            );
            continue;
        }
        first.insert(source.version, source);
        match greatest {
            Some(greatest) if source.version < greatest => {
                let message = format!("version {} stands after version {greatest}", source.version);
                let help = "list migrations in ascending order of their versions";
                problems
                    .push(problem(index, source, "unordered", message).with_help(help.to_owned()));
            }
            _ => greatest = Some(source.version),
        }
    }
    problems
}
