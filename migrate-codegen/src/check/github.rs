//! A problem as the line that GitHub Actions turns into an annotation.

use std::fmt::Write as _;

use super::problem::{Problem, Severity};

/// A problem as the line that GitHub Actions turns into an annotation of a pull request.
///
/// It does not end with a line end.
///
/// # Example
/// ```
/// use migrate_codegen::check::{Problem, ProblemKind, github};
/// use migrate_codegen::source::SourceFile;
///
/// let file = SourceFile::new("a,b.sql", "SELECT totl FROM orders;");
/// let problem =
///     Problem::error(ProblemKind::Judge, "no_such_column", &file, 7..11, "no such column: totl");
/// assert_eq!(
///     github(&problem),
///     "::error file=a%2Cb.sql,line=1,endLine=1,col=8,endColumn=12,title=no_such_column::no such column: totl"
/// );
/// ```
#[must_use]
pub fn github(problem: &Problem) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if !problem.file.name.is_empty() {
        let (start, end) = (problem.place(), problem.file.place(problem.at.end));
        properties.push(format!("file={}", property(&problem.file.name)));
        properties.push(format!("line={},endLine={}", start.line, end.line));
        // Columns of different lines make no range.
        if start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", property(problem.code)));
    let mut message = data(&problem.message);
    if let Some(help) = &problem.help {
        // Writing to a string cannot fail.
        let _ = write!(message, "%0Ahint: {}", data(help));
    }
    format!("::{command} {}::{message}", properties.join(","))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
