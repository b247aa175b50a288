//! What the rules see of a migration.

use crate::Dialect;
use crate::change::Step;
use crate::check::{EngineVersion, Problem, Unit};
use crate::reader::Statement;
use crate::rollback::NotInferred;
use crate::source::{Origin, Source};

/// What the rules see of one migration: plain values, which whoever replays the history fills in as
/// far as it knows them.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// The migration as it is written.
    pub source: &'a Source,
    /// Its index among the sources.
    pub migration: usize,
    /// The SQL that it is written in.
    pub dialect: Dialect,
    /// Every statement that applies it: of its SQL, of its `schema`, and of its `sql!` texts.
    pub steps: Vec<Step<'a>>,
    /// The migrations before it, as they stand in the list.
    pub(crate) earlier: &'a [Unit<'a>],
    /// The schema before it.
    pub schema: Schema,
    /// The oldest engine to support.
    pub target: Option<EngineVersion>,
    /// Its rollback.
    pub way_back: WayBack<'a>,
    /// What the judge found that rules speak about: problems whose code is a rule's id.
    pub judged: Vec<Problem>,
}

/// The schema before a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Schema {
    /// Nobody looked.
    #[default]
    Unknown,
    /// Every table that has anything to say to the rules.
    Known(Vec<Table>),
}

/// A table of the schema before a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The foreign keys that point at it, its own included.
    pub referenced_by: Vec<Reference>,
}

/// A foreign key, seen from the table that it points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The table that has it.
    pub table: String,
    /// The columns that it points at; empty where it points at the primary key without naming it.
    pub columns: Vec<String>,
    /// `ON DELETE`, as `pragma_foreign_key_list` says it: `NO ACTION`, `CASCADE`, `SET NULL`, ..
    pub on_delete: String,
    /// `ON UPDATE`, alike.
    pub on_update: String,
}

/// How a migration is rolled back.
#[derive(Clone, Copy, Debug)]
pub enum WayBack<'a> {
    /// There is one, written or inferred.
    There,
    /// There is one, and it brings back every row: they are kept aside.
    Kept,
    /// Its author says that there is none, or the kind of file says it for him.
    Waived,
    /// A step in Rust without a rollback.
    MissingForCode,
    /// Its SQL has no plain inverse.
    NotInferred(&'a NotInferred),
    /// Nobody looked whether there is one.
    Unknown,
}

impl<'a> Context<'a> {
    /// The end of a hint: how to consent to a rule in a migration of this kind. Nothing where the
    /// file belongs to another tool, whose comments are not ours to read.
    #[must_use]
    pub fn or_consent(&self, rule: &str) -> String {
        match self.source.origin {
            Origin::Rust => format!(", or consent with `expect({rule}, reason = \"..\")`"),
            Origin::SqlFile => format!(", or consent with `-- @expect: {rule}, reason = \"..\"`"),
            Origin::Directory => String::new(),
        }
    }

    /// The middle of a hint: how to keep what would be lost, where that is possible.
    #[must_use]
    pub fn or_keep(&self, what: &str) -> String {
        match self.source.origin {
            Origin::Directory => String::new(),
            _ if !self.dialect.is_sqlite() => String::new(),
            Origin::Rust => format!(", keep {what} with `preserve`"),
            Origin::SqlFile => format!(", keep {what} with `-- @preserve: true`"),
        }
    }

    /// Whether the target is older than this version; without a target it is not.
    #[must_use]
    pub fn is_older_than(&self, version: EngineVersion) -> bool {
        self.target.is_some_and(|target| target < version)
    }

    /// The statements of the migrations before it.
    pub(crate) fn history(&self) -> impl Iterator<Item = &'a Statement> + use<'a> {
        let earlier: &'a [Unit<'a>] = self.earlier;
        earlier.iter().flat_map(Unit::statements)
    }

    /// How a migration of this kind says that it runs without a transaction.
    #[must_use]
    pub fn without_transaction(&self) -> &'static str {
        match self.source.origin {
            Origin::Rust => "into a migration with `transaction = false`",
            Origin::SqlFile => "into a migration with `-- @transaction: false`",
            Origin::Directory => "into a file that runs without a transaction",
        }
    }
}

impl Schema {
    /// What is known of a table; `None` when it is not there, or nobody looked.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&Table> {
        match self {
            Self::Unknown => None,
            Self::Known(tables) => tables.iter().find(|it| it.name.eq_ignore_ascii_case(name)),
        }
    }
}

impl Reference {
    /// Whether deleting a row that it points at changes other rows.
    #[must_use]
    pub fn acts_on_delete(&self) -> bool {
        acts(&self.on_delete)
    }

    /// Whether changing one of these columns of a row that it points at changes other rows.
    #[must_use]
    pub fn acts_on_update_of(&self, set: &[String]) -> bool {
        let touched = |column: &String| set.iter().any(|it| it.eq_ignore_ascii_case(column));
        acts(&self.on_update) && (self.columns.is_empty() || self.columns.iter().any(touched))
    }
}

fn acts(action: &str) -> bool {
    ["CASCADE", "SET NULL", "SET DEFAULT"].iter().any(|it| action.eq_ignore_ascii_case(it))
}
