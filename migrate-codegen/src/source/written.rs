//! What a migration says of itself, before anyone judges it.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use super::file::{SourceFile, SqlText};
use crate::{Category, Impact, Transactional, Version};

/// A migration as its author wrote it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// The documentation, one paragraph; empty when there is none.
    pub description: String,
    /// What it says of itself.
    pub keys: Keys,
    /// What applies it.
    pub up: Body,
    /// What rolls it back, when its author says so.
    pub down: Option<Body>,
    /// The comment lines under a line that reads `-- Rollback`, without their dashes: a rollback if
    /// they parse and replay, prose otherwise. `None` when `down` is given.
    pub commented_down: Option<SqlText>,
    /// Where it comes from.
    pub origin: Origin,
    /// The file that it stands in.
    pub file: Arc<SourceFile>,
    /// The bytes of the file that name it (the version in the attribute, or the header, or 0..0):
    /// what a complaint about the migration as a whole points at.
    pub at: Range<usize>,
}

/// Whose rules a migration follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A Rust item: policy findings are errors, and a rollback is inferred when none is given.
    Rust,
    /// An SQL file that a set lists: policy findings are errors; without a rollback it counts as
    /// irreversible.
    SqlFile,
    /// A file of a plain directory: policy findings are findings.
    Directory,
}

/// The keys of `#[migration]` and the headers of SQL files.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    /// `category`, when it is declared.
    pub category: Option<Category>,
    /// The bytes of the file where `category` stands.
    pub category_at: Option<Range<usize>>,
    /// `depends_on`: by version, with the bytes of the file where each stands.
    pub depends_on: Vec<(Version, Range<usize>)>,
    /// SQL headers may name a dependency instead: looked up in the whole history.
    pub depends_on_names: Vec<(String, Range<usize>)>,
    /// `created`.
    pub created: Option<String>,
    /// `irreversible = "reason"`.
    pub irreversible: Option<String>,
    /// `transaction = false`.
    pub transactional: Transactional,
    /// `preserve`, as the bytes of the file where it stands.
    pub preserve: Option<Range<usize>>,
    /// `timeout`.
    pub timeout: Option<Duration>,
    /// `rollback_safe`.
    pub rollback_safe: Option<bool>,
    /// `performance_impact`.
    pub impact: Option<Impact>,
    /// `expect(rule, reason = "..")`.
    pub expect: Vec<Expectation>,
    /// `schema = "ALTER .."` of a step in Rust.
    pub schema: Option<SqlText>,
    /// `revision = N` of a step in Rust.
    pub revision: u32,
}

/// Consent to one finding.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The rule that is expected to speak.
    pub rule: String,
    /// Why that is fine.
    pub reason: String,
    /// The bytes of the file where the rule is named.
    pub at: Range<usize>,
}

/// One direction of a migration.
#[derive(Clone, Debug)]
pub enum Body {
    /// SQL text.
    Sql(SqlText),
    /// A step in Rust.
    Code(CodeBody),
}

/// What can be read of a step in Rust without running it.
#[derive(Clone, Debug, Default)]
pub struct CodeBody {
    /// The texts of its `sql!("..")`, in order.
    pub sql: Vec<SqlText>,
    /// The bytes of its function in the file, from the parameters on.
    pub body: Range<usize>,
}

/// Something in a file that keeps it from being read as a migration.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The file.
    pub file: Arc<SourceFile>,
    /// The bytes at fault; an empty range at 0 stands for the file as a whole.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}
