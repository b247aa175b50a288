//! What a driver is asked to run.

use std::borrow::Cow;
use std::time::Duration;

use migrate_codegen::{Category, Direction, ForeignKeys, RollbackClass, Transactional, Version};

use super::{Consent, Patience, Token};
use crate::history::Mark;
use crate::migration::{BackfillCode, Body, Code, Keeping, Migration, Part, Script};

/// Migrations that commit together, with their history rows.
#[derive(Clone, Debug)]
pub struct Unit<'a> {
    /// The set they belong to.
    pub set: &'a str,
    /// The history as it was when they were planned: when it changed since, nothing is done.
    pub mark: Mark,
    /// The batch to record; `None` asks for the next one.
    pub batch: Option<i64>,
    /// Who runs them, for the history.
    pub by: &'a str,
    /// Why, for the log.
    pub reason: Option<&'a str>,
    /// Whether its rollbacks may delete rows.
    pub consent: Consent,
    /// The longest to wait for the database.
    pub patience: Patience<'a>,
    /// How long the lock lives without being renewed.
    pub lease: Duration,
    /// The lock, where the unit needs one.
    pub token: Option<Token>,
    /// The migrations, in the order in which they run; several share one transaction.
    pub jobs: Vec<Job<'a>>,
}

impl Unit<'_> {
    /// Whether its statements run in one transaction.
    #[must_use]
    pub fn transactional(&self) -> Transactional {
        let mut jobs = self.jobs.iter();
        let alone = jobs.any(|job| job.transactional == Transactional::No);
        if alone { Transactional::No } else { Transactional::Yes }
    }
}

/// One migration, in one direction.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: &'a str,
    /// The file it stands in, for messages.
    pub file: &'a str,
    /// Which way it runs.
    pub direction: Direction,
    /// What runs.
    pub work: Work<'a>,
    /// What happens to the foreign keys meanwhile.
    pub foreign_keys: ForeignKeys,
    /// The tables that it drops.
    pub drops: &'a [&'a str],
    /// What is kept aside while it is applied; nothing when it is rolled back.
    pub keeping: &'a [Keeping],
    /// Whether its statements share a transaction.
    pub transactional: Transactional,
    /// The longest that one statement may run.
    pub timeout: Option<Duration>,
    /// Whether a part of it may have run already.
    pub begun: Begun,
    /// What the history row says about it.
    pub record: Record<'a>,
}

/// When the work at a migration began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It begins with this run.
    Now,
    /// A run before this one began, and did not come to the end.
    Before,
}

/// What runs.
#[derive(Clone, Debug)]
pub enum Work<'a> {
    /// Statements, cut out of a text.
    Sql {
        /// The text.
        text: &'a str,
        /// Where its statements are.
        parts: Cow<'a, [Part]>,
    },
    /// A step in Rust.
    Code {
        /// The function.
        code: Code,
        /// Its `sql!` texts, for a dry run.
        shown: &'a [&'a str],
        /// The DDL that it declares.
        schema: Option<&'a str>,
    },
    /// A step in Rust that works in batches, each with its own transaction.
    Backfill {
        /// The function.
        code: BackfillCode,
        /// Its `sql!` texts, for a dry run.
        shown: &'a [&'a str],
    },
}

impl Work<'_> {
    /// How many statements it has; a step in Rust counts as one.
    #[must_use]
    pub fn statements(&self) -> usize {
        match self {
            Self::Sql { parts, .. } => parts.len(),
            Self::Code { .. } | Self::Backfill { .. } => 1,
        }
    }
}

/// What a history row says about a migration, beyond its version and name.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its documentation.
    pub description: &'a str,
    /// Its kind of change.
    pub category: Category,
    /// Its checksum.
    pub checksum: &'a str,
    /// What a rollback brings back.
    pub class: RollbackClass,
    /// The versions that it needs.
    pub depends_on: &'a [Version],
    /// What applying it touches; `None` where nobody looked.
    pub footprint: Option<&'a str>,
    /// The text that applies it; `None` for a step in Rust.
    pub up: Option<&'a str>,
    /// The text that rolls it back; `None` for a step in Rust and where there is no way back.
    pub down: Option<&'a str>,
    /// Whether it can be rolled back at all.
    pub reversible: bool,
    /// What its rollback does to the foreign keys.
    pub down_foreign_keys: ForeignKeys,
    /// The tables that its rollback drops.
    pub down_drops: &'a [&'a str],
}

impl<'a> Job<'a> {
    /// Applying the migration.
    #[must_use]
    pub fn up(migration: &'a Migration) -> Self {
        Self::of(migration, Direction::Up, migration.up(), migration.up_script())
    }

    /// Rolling the migration back; `None` when there is no way back.
    #[must_use]
    pub fn down(migration: &'a Migration) -> Option<Self> {
        let body = migration.down()?;
        Some(Self::of(migration, Direction::Down, body, migration.down_script()))
    }

    fn of(migration: &'a Migration, direction: Direction, body: Body, script: &'a Script) -> Self {
        let work = match body {
            Body::Sql(text) => Work::Sql { text, parts: Cow::Borrowed(script.statements) },
            Body::Code(code) => Work::Code { code, shown: script.sql, schema: migration.schema() },
            Body::Backfill(code) => Work::Backfill { code, shown: script.sql },
        };
        Self {
            version: migration.version(),
            name: migration.name(),
            file: migration.file(),
            direction,
            work,
            foreign_keys: script.foreign_keys,
            drops: script.drops,
            keeping: match direction {
                Direction::Up => migration.keeping(),
                Direction::Down => &[],
            },
            transactional: match body {
                Body::Backfill(_) => Transactional::No,
                Body::Sql(_) | Body::Code(_) => migration.transactional(),
            },
            timeout: migration.timeout(),
            begun: Begun::Now,
            record: Record::of(migration),
        }
    }
}

impl<'a> Record<'a> {
    fn of(migration: &'a Migration) -> Self {
        let text = |body| match body {
            Body::Sql(text) => Some(text),
            Body::Code(_) | Body::Backfill(_) => None,
        };
        Self {
            description: migration.description(),
            category: migration.category(),
            checksum: migration.checksum(),
            class: migration.rollback_class(),
            depends_on: migration.depends_on(),
            footprint: migration.footprint(),
            up: text(migration.up()),
            down: migration.down().and_then(text),
            reversible: migration.down().is_some(),
            down_foreign_keys: migration.down_script().foreign_keys,
            down_drops: migration.down_script().drops,
        }
    }
}
