//! What a check found out.

use std::ops::Range;
use std::sync::Arc;

use super::final_catalog::FinalCatalog;
use super::final_schema::FinalSchema;
use super::problem::{Problem, Severity};
use crate::checkpoint::Judgement;
use crate::footprint::Footprint;
use crate::reader::Statement;
use crate::rollback::Keeping;
use crate::source::{SourceFile, SqlText};
use crate::text::Place;
use crate::{Category, Dialect, ForeignKeys, RollbackClass, Version};

/// What a check found out about a history.
#[derive(Clone, Debug)]
pub struct Report {
    /// The SQL that the history is written in.
    pub dialect: Dialect,
    /// The engine that judged, such as `SQLite 3.54.0`; `None` when none was asked.
    pub engine: Option<String>,
    /// The migrations, in the order in which they were given.
    pub migrations: Vec<Checked>,
    /// The schema that the history leaves, where an engine replayed all of it.
    pub schema: Option<FinalSchema>,
    /// The same for PostgreSQL, where all of the history could be applied to a catalog.
    pub catalog: Option<FinalCatalog>,
    /// What the judgement depends on beside the migrations, where an engine replayed them all.
    pub judgement: Option<Judgement>,
    /// How many migrations, from the first one on, were taken as the generated files say.
    pub trusted: usize,
    /// What is wrong, by migration and position.
    pub problems: Vec<Problem>,
}

impl Report {
    /// The problems that stop the build.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.is_error())
    }

    /// Whether nothing stops the build.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.errors().next().is_none()
    }

    /// The number of problems that weigh this much.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }
}

/// What a check found out about one migration.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// The file it stands in.
    pub file: Arc<SourceFile>,
    /// Every statement of its up text; for a step in Rust those of its `schema`.
    pub statements: Vec<Statement>,
    /// Its category, declared or inferred.
    pub category: Category,
    /// The versions that must be applied before it, declared and implied, in ascending order.
    pub depends_on: Vec<Version>,
    /// Those of them that its author declares.
    pub declared: Vec<Version>,
    /// What applying it reads and changes.
    pub footprint: Footprint,
    /// `c1:..` over what applies it.
    pub checksum: String,
    /// `c1:..` over what its author says rolls it back.
    pub down_checksum: Option<String>,
    /// Its way back.
    pub rollback: Rollback,
    /// How it is applied.
    pub up: Script,
    /// How it is rolled back.
    pub down: Script,
    /// What keeps aside, around [`up`](Self::up), what the rollback brings back.
    pub keeping: Vec<Keeping>,
}

/// The way back from a migration.
#[derive(Clone, Debug)]
pub struct Rollback {
    /// What comes back.
    pub class: RollbackClass,
    /// Who says so.
    pub source: RollbackSource,
    /// The text, given or inferred, that [`Checked::down`] cuts; `None` for a step in Rust, and when
    /// there is no way back.
    pub text: Option<SqlText>,
    /// Why there is none, or why rows do not come back.
    pub reason: Option<String>,
}

/// Who says how a migration is rolled back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollbackSource {
    /// The statements and the schema.
    Inferred,
    /// The author, in SQL or Rust.
    Given,
    /// The author declared that there is none.
    Waived,
    /// Nobody.
    None,
}

impl RollbackSource {
    /// The word that stands for it in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inferred => "inferred",
            Self::Given => "given",
            Self::Waived => "waived",
            Self::None => "none",
        }
    }
}

/// How one direction of a migration is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The statements to send, in order. Transaction control that the runner replaces by its own is
    /// not among them.
    pub statements: Vec<Part>,
    /// Whether the engine must not act on foreign keys meanwhile.
    pub foreign_keys: ForeignKeys,
    /// The tables that it drops.
    pub drops: Vec<String>,
    /// The texts of `sql!` in a step in Rust.
    pub sql: Vec<String>,
}

/// One statement of a direction's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Where it begins in the file.
    pub place: Place,
}
