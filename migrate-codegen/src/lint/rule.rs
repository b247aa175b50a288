//! What a rule is.

use std::ops::Range;
use std::sync::Arc;

use super::context::Context;
use crate::Dialect;
use crate::change::Step;
use crate::check::{Fix, Severity};
use crate::source::SourceFile;

/// A rule: what it finds, why that matters, and what to do instead.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name, which is also that of its file.
    pub id: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// How much a finding weighs unless the set says otherwise.
    pub severity: Severity,
    /// Whether it speaks unasked.
    pub speaks: Speaks,
    /// The dialects that it speaks about.
    pub dialects: &'static [Dialect],
    /// Why what it finds is a problem.
    pub reason: &'static str,
    /// What to do instead.
    pub alternative: &'static str,
    /// A history whose last migration it speaks about. Lines such as `-- 0001_orders.sql` begin a
    /// file.
    pub bad: &'static str,
    /// The same, done well.
    pub good: &'static str,
    /// Who looks.
    pub check: Check,
}

/// Whether a rule speaks in every set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// Unless the set silences it.
    Always,
    /// Only in sets that give it a severity: good teams disagree about it.
    WhenAsked,
}

/// Who looks whether a rule is kept.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The rule itself.
    Rule(fn(&Context<'_>) -> Vec<Finding>),
    /// The judge, while it replays the history.
    Judge,
    /// Whoever compares consents with findings.
    Consent,
    /// The engine, which cannot be overruled: no severity and no consent changes it.
    Refusal,
    /// Whoever reads the list of migrations, alike.
    Structure,
}

impl Check {
    /// Whether nobody can overrule it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refusal | Self::Structure)
    }
}

/// What a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes of it that are meant.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// A change that settles it, where there is a plain one.
    pub fix: Option<Fix>,
}

impl Finding {
    /// A finding about one statement: at the name of its object, where it has one.
    #[must_use]
    pub fn of(step: &Step<'_>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            file: Arc::clone(&step.text.file),
            at: step.at_name(step.statement.object.as_ref()),
            message: message.into(),
            help: help.into(),
            fix: None,
        }
    }

    /// The same, at these bytes of the statement.
    #[must_use]
    pub fn within(mut self, step: &Step<'_>, range: &Range<usize>) -> Self {
        self.at = step.at_within(range);
        self
    }

    /// The same, settled by `text` in the place of these bytes of the statement.
    #[must_use]
    pub fn with_fix(mut self, step: &Step<'_>, range: &Range<usize>, text: &str) -> Self {
        let at = if range.is_empty() {
            let start = step.text.file_offset(step.statement.range.start + range.start);
            start..start
        } else {
            step.at_within(range)
        };
        self.fix = Some(Fix { at, text: text.to_owned() });
        self
    }

    /// A finding about the migration as a whole.
    #[must_use]
    pub fn of_all(
        context: &Context<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            file: Arc::clone(&context.source.file),
            at: context.source.at.clone(),
            message: message.into(),
            help: help.into(),
            fix: None,
        }
    }
}

/// Every dialect, for the rules that know no difference.
pub(super) const EVERYWHERE: &[Dialect] = &Dialect::ALL;

/// The dialects that SQLite reads.
pub(super) const SQLITE: &[Dialect] = &[Dialect::Sqlite, Dialect::D1];

/// The dialects whose names somebody looks up.
pub(super) const JUDGED: &[Dialect] = &[Dialect::Sqlite, Dialect::D1, Dialect::Postgres];

/// PostgreSQL alone.
pub(super) const POSTGRES: &[Dialect] = &[Dialect::Postgres];
