//! A report as the document that `check --json` prints.

use serde::Serialize;

use super::problem::{Fix, Problem, ProblemKind, Severity};
use super::report::{Checked, Report};
use crate::reader::Statement;
use crate::source::SourceFile;

/// The document that `check --json` prints; it borrows from the report.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    dialect: &'static str,
    engine: Option<&'a str>,
    migrations: Vec<Migration<'a>>,
    /// What concerns no single migration.
    errors: Vec<Failure<'a>>,
    summary: Summary,
}

#[derive(Debug, Serialize)]
struct Migration<'a> {
    version: i64,
    name: &'a str,
    file: &'a str,
    category: &'static str,
    statements: Vec<Entry<'a>>,
    rollback: Rollback<'a>,
    findings: Vec<Finding<'a>>,
    errors: Vec<Failure<'a>>,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    line: usize,
    kind: &'static str,
    object: Option<&'a str>,
    read: &'static str,
}

#[derive(Debug, Serialize)]
struct Rollback<'a> {
    class: &'static str,
    sql: Vec<&'a str>,
    source: &'static str,
    reason: Option<&'a str>,
}

/// What a rule says, and every other problem that stops nothing.
#[derive(Debug, Serialize)]
struct Finding<'a> {
    rule: &'static str,
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Replacement<'a>>,
}

/// A change of the file that settles a finding.
#[derive(Debug, Serialize)]
struct Replacement<'a> {
    line: usize,
    column: usize,
    #[serde(rename = "endLine")]
    end_line: usize,
    #[serde(rename = "endColumn")]
    end_column: usize,
    /// What to put there instead.
    text: &'a str,
}

/// What the engine or the structure refuses.
#[derive(Debug, Serialize)]
struct Failure<'a> {
    code: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

/// How much there was, and how much of it is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Migrations.
    pub migrations: usize,
    /// Statements of their up texts.
    pub statements: usize,
    /// Those that sqlparser cannot read.
    pub opaque: usize,
    /// Problems that stop the build.
    pub errors: usize,
    /// Problems that are shown and pass.
    pub warnings: usize,
    /// Problems worth knowing.
    pub notes: usize,
}

impl Report {
    /// The report as the document that `check --json` prints.
    #[must_use]
    pub fn document(&self) -> Document<'_> {
        let migrations = self.migrations.iter().enumerate();
        Document {
            dialect: self.dialect.as_str(),
            engine: self.engine.as_deref(),
            migrations: migrations.map(|(at, it)| self.migration(at, it)).collect(),
            errors: self.about(None).map(failure).collect(),
            summary: self.summary(),
        }
    }

    /// How much there was, and how much of it is wrong. It reads every statement with sqlparser.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let statements = || self.migrations.iter().flat_map(|it| &it.statements);
        Summary {
            migrations: self.migrations.len(),
            statements: statements().count(),
            opaque: statements().filter(|it| it.ast().is_none()).count(),
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            notes: self.count(Severity::Note),
        }
    }

    fn about(&self, migration: Option<usize>) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |it| it.migration == migration)
    }

    fn migration<'a>(&'a self, at: usize, checked: &'a Checked) -> Migration<'a> {
        let (errors, findings): (Vec<_>, Vec<_>) =
            self.about(Some(at)).partition(|it| it.is_error() && it.kind != ProblemKind::Policy);
        Migration {
            version: checked.version.get(),
            name: &checked.name,
            file: &checked.file.name,
            category: checked.category.as_str(),
            statements: checked.statements.iter().map(line).collect(),
            rollback: rollback(checked),
            findings: findings.into_iter().map(finding).collect(),
            errors: errors.into_iter().map(failure).collect(),
        }
    }
}

fn line(statement: &Statement) -> Entry<'_> {
    Entry {
        line: statement.place.line,
        kind: statement.kind.as_str(),
        object: statement.object.as_ref().map(|name| name.name.as_str()),
        read: statement.read().as_str(),
    }
}

fn rollback(checked: &Checked) -> Rollback<'_> {
    let rollback = &checked.rollback;
    let text = rollback.text.as_ref().map_or("", |it| &it.text);
    Rollback {
        class: rollback.class.as_str(),
        sql: checked.down.statements.iter().map(|it| &text[it.range.clone()]).collect(),
        source: rollback.source.as_str(),
        reason: rollback.reason.as_deref(),
    }
}

fn finding(problem: &Problem) -> Finding<'_> {
    let place = problem.place();
    Finding {
        rule: problem.code,
        severity: problem.severity.as_str(),
        file: &problem.file.name,
        line: place.line,
        column: place.column,
        message: &problem.message,
        help: problem.help.as_deref(),
        fix: problem.fix.as_ref().map(|fix| replacement(&problem.file, fix)),
    }
}

fn replacement<'a>(file: &SourceFile, fix: &'a Fix) -> Replacement<'a> {
    let (start, end) = (file.place(fix.at.start), file.place(fix.at.end));
    Replacement {
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text: &fix.text,
    }
}

fn failure(problem: &Problem) -> Failure<'_> {
    let place = problem.place();
    Failure {
        code: problem.code,
        file: &problem.file.name,
        line: place.line,
        column: place.column,
        message: &problem.message,
        help: problem.help.as_deref(),
    }
}
