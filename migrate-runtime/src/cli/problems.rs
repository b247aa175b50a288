//! How what is wrong with migrations is shown.

use std::fmt::Display;

use migrate_codegen::check::{Problem, Report, Severity, Style, render};

use super::failure::Failure;
use super::output::{self, BAD, GOOD, Reader, WARN};
use crate::human::plural;

/// The report as people read it: each problem with its line, and the numbers last.
pub(crate) fn show(reader: Reader, what: &dyn Display, report: &Report) {
    for problem in &report.problems {
        reader.line(&render(problem, Style::Coloured));
        reader.line("");
    }
    reader.line(&format!("{what}: {}", summary(report)));
}

/// Prints the errors, and gives the failure of a command that they stop.
pub(crate) fn refuse(reader: Reader, what: &dyn Display, report: &Report) -> Failure {
    let errors: Vec<_> = report.errors().collect();
    let (count, s) = (errors.len(), plural(errors.len()));
    let failure = Failure::failed(format!("nothing was done: `{what}` has {count} error{s}"));
    if reader == Reader::Program {
        return failure.because_of(errors.into_iter().map(line));
    }
    for error in errors {
        output::problem(&render(error, Style::Coloured));
    }
    failure
}

/// `file:line:column: message (hint: ..)`
fn line(problem: &Problem) -> String {
    let place = problem.file.place(problem.at.start);
    let help = problem.help.as_ref().map(|help| format!(" (hint: {help})")).unwrap_or_default();
    let (name, message) = (&problem.file.name, &problem.message);
    format!("{name}:{}:{}: {message}{help}", place.line, place.column)
}

fn summary(report: &Report) -> String {
    let numbers = report.summary();
    let count = |number: usize, word: &str| format!("{number} {word}{}", plural(number));
    let mut wrong = Vec::new();
    for (severity, style, word) in [
        (Severity::Error, BAD, "error"),
        (Severity::Warning, WARN, "warning"),
        (Severity::Note, GOOD, "note"),
    ] {
        match report.count(severity) {
            0 => {}
            number => wrong.push(format!("{style}{}{style:#}", count(number, word))),
        }
    }
    let wrong =
        if wrong.is_empty() { format!("{GOOD}nothing found{GOOD:#}") } else { wrong.join(", ") };
    let judge = report.engine.as_deref().map(|it| format!(" (judged by {it})")).unwrap_or_default();
    let migrations = count(numbers.migrations, "migration");
    let statements = count(numbers.statements, "statement");
    format!("{migrations}, {statements}: {wrong}{judge}")
}
