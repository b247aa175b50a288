//! One migration, as the macros leave it in the program.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use migrate_codegen::baked::Reader;
use migrate_codegen::{Category, ForeignKeys, Impact, RollbackClass, Transactional, Version};

use crate::driver::{Backfill, Transaction};

/// One migration: what its author wrote, and what the compiler found out about it.
///
/// It is made by `#[migration]` and `#[migrations]`, or read from a directory; its texts live as long
/// as the program.
#[derive(Clone, Debug)]
pub struct Migration {
    checksum: &'static str,
    steps: Steps,
    /// What the rest is read from when somebody asks: most starts find everything applied and ask
    /// for versions and checksums alone.
    unread: Reader<'static>,
    rest: OnceLock<Box<(Written, Found)>>,
}

/// What the author wrote: the keys, the documentation, the texts.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Written {
    pub version: Version,
    pub name: &'static str,
    pub description: &'static str,
    pub created: Option<&'static str>,
    pub irreversible: Option<&'static str>,
    pub transactional: Transactional,
    pub timeout: Option<Duration>,
    pub rollback_safe: Option<bool>,
    pub impact: Option<Impact>,
    /// The DDL that a step in Rust says it does itself.
    pub schema: Option<&'static str>,
    pub up: Body,
    pub down: Option<Body>,
}

/// What reading the whole history found out.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Where it was written, for messages: relative to the workspace.
    pub file: &'static str,
    pub category: Category,
    /// Declared and implied, in ascending order.
    pub depends_on: &'static [Version],
    /// `c1:..`
    pub checksum: &'static str,
    pub class: RollbackClass,
    pub up: Script,
    /// The rollback: given by the author, or inferred (then `inferred_down` has its text).
    pub down: Script,
    pub inferred_down: Option<&'static str>,
    /// What applying it touches, as [`Footprint`](migrate_codegen::Footprint) writes it; empty where
    /// nobody looked.
    pub footprint: &'static str,
    /// What the rollback brings back is kept aside by these.
    pub keeping: &'static [Keeping],
}

/// A table of which the migration keeps something aside.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// Its name before the migration.
    pub table: &'static str,
    /// The table that holds what is kept.
    pub place: &'static str,
    /// What to run before the migration.
    pub before: &'static [&'static str],
    /// What to run after it.
    pub after: &'static [&'static str],
}

/// One direction of a migration.
#[derive(Clone, Copy)]
pub enum Body {
    /// SQL text.
    Sql(&'static str),
    /// A step in Rust, inside the migration's transaction.
    Code(Code),
    /// A step in Rust that works in batches.
    Backfill(BackfillCode),
}

/// A step in Rust, as the runner calls it.
pub type Code = fn(&mut Transaction<'_>) -> Result<(), StepError>;

/// A step in Rust that works in batches, as the runner calls it.
pub type BackfillCode = fn(&mut Backfill<'_>) -> Result<(), StepError>;

/// The steps in Rust of the migration with this version, which no text can hold.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Steps {
    pub version: Version,
    pub up: Option<Body>,
    pub down: Option<Body>,
}

/// What a step in Rust may fail with.
pub type StepError = Box<dyn std::error::Error + Send + Sync>;

/// How one direction is run.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// The statements to send, in order, cut out of the direction's text. Transaction control that
    /// the runner replaces by its own is not among them.
    pub statements: &'static [Part],
    pub foreign_keys: ForeignKeys,
    /// The tables that it drops, so that the driver can see who references them.
    pub drops: &'static [&'static str],
    /// The texts of `sql!` in a step in Rust, shown by a dry run.
    pub sql: &'static [&'static str],
}

impl Script {
    /// Nothing to send.
    pub const EMPTY: Self =
        Self { statements: &[], foreign_keys: ForeignKeys::Keep, drops: &[], sql: &[] };
}

/// One statement of a text: the bytes `start..end`, which stand at `line` and `column` (both from
/// 1) of the migration's file.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub start: usize,
    pub end: usize,
    pub line: usize,
    pub column: usize,
}

impl Written {
    /// A migration of which nothing is said.
    pub const NOTHING: Self = Self {
        version: Version::ZERO,
        name: "",
        description: "",
        created: None,
        irreversible: None,
        transactional: Transactional::Yes,
        timeout: None,
        rollback_safe: None,
        impact: None,
        schema: None,
        up: Body::Sql(""),
        down: None,
    };
}

impl Found {
    /// A migration of which nothing is found out.
    pub const NOTHING: Self = Self {
        file: "",
        category: Category::Schema,
        depends_on: &[],
        checksum: "",
        class: RollbackClass::Exact,
        up: Script::EMPTY,
        down: Script::EMPTY,
        inferred_down: None,
        footprint: "",
        keeping: &[],
    };
}

impl Steps {
    /// A migration of SQL alone.
    #[must_use]
    pub(crate) const fn none(version: Version) -> Self {
        Self { version, up: None, down: None }
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Steps").field("version", &self.version).finish_non_exhaustive()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(text) => f.debug_tuple("Sql").field(text).finish(),
            Self::Code(_) => f.write_str("Code(..)"),
            Self::Backfill(_) => f.write_str("Backfill(..)"),
        }
    }
}

impl Migration {
    /// A migration that was read at run time.
    #[doc(hidden)]
    #[must_use]
    pub fn new(written: Written, found: Found) -> Self {
        let steps = Steps::none(written.version);
        let rest = OnceLock::from(Box::new((written, found)));
        Self { checksum: found.checksum, steps, unread: Reader::new(""), rest }
    }

    /// A migration that the macros read: its steps in Rust, and the text of the rest.
    #[must_use]
    pub(crate) const fn baked(
        checksum: &'static str,
        steps: Steps,
        unread: Reader<'static>,
    ) -> Self {
        Self { checksum, steps, unread, rest: OnceLock::new() }
    }

    fn rest(&self) -> &(Written, Found) {
        self.rest.get_or_init(|| {
            let mut reader = self.unread;
            let written = Written::read(&mut reader, &self.steps);
            Box::new((written, Found::read(&mut reader, self.checksum)))
        })
    }

    fn written(&self) -> &Written {
        &self.rest().0
    }

    fn found(&self) -> &Found {
        &self.rest().1
    }

    /// Its version, unique in its set.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.steps.version
    }

    /// Its name: the item's name in lower case, or `name = ".."`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.written().name
    }

    /// The item's documentation; empty when it has none.
    #[must_use]
    pub fn description(&self) -> &'static str {
        self.written().description
    }

    /// When it was written, as `created = ".."` says.
    #[must_use]
    pub fn created(&self) -> Option<&'static str> {
        self.written().created
    }

    /// The file it stands in, for messages.
    #[must_use]
    pub fn file(&self) -> &'static str {
        self.found().file
    }

    /// Its kind of change, declared or inferred.
    #[must_use]
    pub fn category(&self) -> Category {
        self.found().category
    }

    /// The versions that must be applied before it, in ascending order.
    #[must_use]
    pub fn depends_on(&self) -> &'static [Version] {
        self.found().depends_on
    }

    /// The checksum of its SQL tokens, `c1:..`.
    #[must_use]
    pub const fn checksum(&self) -> &'static str {
        self.checksum
    }

    /// What applying it touches, as [`Footprint`](migrate_codegen::Footprint) writes it; `None`
    /// where nobody looked.
    #[must_use]
    pub fn footprint(&self) -> Option<&'static str> {
        Some(self.found().footprint).filter(|text| !text.is_empty())
    }

    /// What its rollback brings back.
    #[must_use]
    pub fn rollback_class(&self) -> RollbackClass {
        self.found().class
    }

    /// Why there is no way back, when its author says so.
    #[must_use]
    pub fn irreversible(&self) -> Option<&'static str> {
        self.written().irreversible
    }

    /// Whether its statements run in one transaction.
    #[must_use]
    pub fn transactional(&self) -> Transactional {
        self.written().transactional
    }

    /// The longest that one of its statements may run.
    #[must_use]
    pub fn timeout(&self) -> Option<Duration> {
        self.written().timeout
    }

    /// Whether its author declares that rolling it back loses nothing.
    #[must_use]
    pub fn rollback_safe(&self) -> Option<bool> {
        self.written().rollback_safe
    }

    /// The author's estimate of its load.
    #[must_use]
    pub fn impact(&self) -> Option<Impact> {
        self.written().impact
    }

    /// The DDL that its step in Rust declares.
    #[must_use]
    pub fn schema(&self) -> Option<&'static str> {
        self.written().schema
    }

    /// What applies it.
    #[must_use]
    pub fn up(&self) -> Body {
        self.written().up
    }

    /// What rolls it back: the author's, or the inferred text. `None` when it is irreversible.
    #[must_use]
    pub fn down(&self) -> Option<Body> {
        match (self.written().down, self.found().inferred_down) {
            (Some(body), _) => Some(body),
            (None, Some(text)) => Some(Body::Sql(text)),
            (None, None) => None,
        }
    }

    /// How [`up`](Self::up) is run.
    #[doc(hidden)]
    #[must_use]
    pub fn up_script(&self) -> &Script {
        &self.found().up
    }

    /// What is kept aside while [`up`](Self::up) runs.
    #[doc(hidden)]
    #[must_use]
    pub fn keeping(&self) -> &'static [Keeping] {
        self.found().keeping
    }

    /// How [`down`](Self::down) is run.
    #[doc(hidden)]
    #[must_use]
    pub fn down_script(&self) -> &Script {
        &self.found().down
    }
}
