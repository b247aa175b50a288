//! One thing that is wrong with a history, and where.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{SourceFile, SqlText};
use crate::text::Place;

/// One thing that is wrong with a history, and where.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Who found it.
    pub kind: ProblemKind,
    /// A short name for it; for policy, the rule.
    pub code: &'static str,
    /// Whether it stops the build.
    pub severity: Severity,
    /// The migration it concerns, as an index into the sources; `None` for the whole history.
    pub migration: Option<usize>,
    /// The file to show.
    pub file: Arc<SourceFile>,
    /// The bytes of the file at fault.
    pub at: Range<usize>,
    /// What is wrong, in the engine's words where it was the engine.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// A change of the file that settles it, where there is a plain one.
    pub fix: Option<Fix>,
}

impl Problem {
    /// An error without help.
    #[must_use]
    pub fn error(
        kind: ProblemKind,
        code: &'static str,
        file: &Arc<SourceFile>,
        at: Range<usize>,
        message: impl Into<String>,
    ) -> Self {
        #[cfg(test)]
        is_explained(code);
        Self {
            kind,
            code,
            severity: Severity::Error,
            migration: None,
            file: Arc::clone(file),
            at,
            message: message.into(),
            help: None,
            related: Vec::new(),
            fix: None,
        }
    }

    /// The same, about this migration.
    #[must_use]
    pub fn of(mut self, migration: usize) -> Self {
        self.migration = Some(migration);
        self
    }

    /// The same, with this severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same, with this help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// The same, with another place that explains it.
    #[must_use]
    pub fn with_related(mut self, related: Related) -> Self {
        self.related.push(related);
        self
    }

    /// The same, with a change that settles it.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Whether it stops the build.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Line and column where it stands.
    #[must_use]
    pub fn place(&self) -> Place {
        self.file.place(self.at.start)
    }
}

/// Every code has a page: whoever makes a problem in a test proves it for that one.
#[cfg(test)]
fn is_explained(code: &str) {
    assert!(crate::lint::find(code).is_some(), "`{code}` has no page that explains it");
}

/// A change of one place of a file that settles a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The bytes of the problem's file to replace; empty to insert.
    pub at: Range<usize>,
    /// What to put there; empty to remove.
    pub text: String,
}

impl Fix {
    /// What it does, in words: "replace `a` by `b`".
    #[must_use]
    pub fn describe(&self, file: &SourceFile) -> String {
        let old = file.text.get(self.at.clone()).unwrap_or_default();
        match (old.trim(), self.text.trim()) {
            ("", new) => format!("insert `{new}`"),
            (old, "") => format!("remove `{old}`"),
            (old, new) => format!("replace `{old}` by `{new}`"),
        }
    }

    /// The text of the file after the change.
    #[must_use]
    pub fn applied(&self, file: &SourceFile) -> String {
        let mut text = file.text.clone();
        text.replace_range(self.at.clone(), &self.text);
        text
    }
}

/// Who found a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The engine refuses the SQL.
    Judge,
    /// The list of migrations does not hold together.
    Structure,
    /// A rule speaks against it; each rule can be waived.
    Policy,
}

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Shown, and passes.
    Warning,
    /// It stops the build.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Another place that explains a problem.
#[derive(Clone, Debug)]
pub struct Related {
    /// Its file.
    pub file: Arc<SourceFile>,
    /// Its bytes.
    pub at: Range<usize>,
    /// What it has to do with it.
    pub message: String,
}

/// The bytes of the file that the bytes `range` of `text` stand for; at least one character wide
/// where there is one.
#[must_use]
pub fn in_file(text: &SqlText, range: &Range<usize>) -> Range<usize> {
    let start = text.file_offset(range.start);
    let last = text.text[..range.end.min(text.text.len())].char_indices().next_back();
    match last {
        Some((at, last)) if at >= range.start => {
            let end = text.file_offset(at) + last.len_utf8();
            start..text.file.text.len().min(end.max(start))
        }
        _ => start..start,
    }
}
