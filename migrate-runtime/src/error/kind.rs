//! The kinds of errors, and where in a migration one happened.

use std::path::PathBuf;
use std::time::Duration;

use migrate_codegen::Version;
use serde::Serialize;

use super::{Adoption, BackfillFault, BackupFault, HookFault, Unknowable};
use crate::driver::{Holder, Losses, Writer};
use crate::plan::Hindrance;

/// A statement of a migration, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The file.
    pub file: String,
    /// The line of the fault, from 1; 0 when it is not known.
    pub line: usize,
    /// The column of the fault, from 1; 0 when it is not known.
    pub column: usize,
    /// The statement's number in its migration, from 1.
    pub statement: usize,
    /// How many statements the migration has.
    pub statements: usize,
    /// The statement's text.
    pub sql: String,
}

/// Why a migration that stands before others does not run behind them.
#[derive(Debug)]
pub(crate) struct OutOfOrder {
    /// The later one that ran, and is in the way.
    pub(crate) after: Version,
    pub(crate) name: Option<String>,
    pub(crate) because: Hindrance,
    /// The last one that is applied.
    pub(crate) last: Version,
}

/// Which rows keep a rollback from its end.
#[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite counts them"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// Such as were written since.
    Newer,
    /// Such as would come back, and meet newer ones.
    Kept,
}

/// What went wrong. Which migration it happened in stands beside it.
#[derive(Debug)]
pub(crate) enum Kind {
    // The set and the history contradict each other.
    Edited { applied_at: Option<String> },
    Missing { back: Back },
    OutOfOrder(Box<OutOfOrder>),
    Newer { last: Option<Version>, back: Back },
    NewerFormat { found: i64, known: i64 },
    Nonsense { what: String },
    ResumeEdited { statement: usize },
    HalfRolledBack,
    ResumeInside,
    // What was asked for cannot be done.
    UnknownVersion { asked: Version },
    NotApplied { asked: Version },
    KeepsNothing,
    NotOneTransaction,
    MissingDependency { needs: Version },
    HasDependents { dependents: Vec<Version> },
    BelowHalfDone { half_done: Version, name: Option<String> },
    Irreversible { reason: Option<String> },
    WouldLose { losses: Losses },
    NoWayBack { reason: Option<String> },
    Setting { what: String },
    Contradiction { one: &'static str, other: &'static str },
    Unfit { table: String, rows: u64, misfit: Misfit },
    Stranded { table: Box<str>, parent: Box<str>, rows: u64 },
    Adoption(Adoption),
    Backup(Box<BackupFault>),
    Unknowable(Unknowable),
    Backfill(Box<BackfillFault>),
    Hook(Box<HookFault>),
    // A migration failed.
    Statement,
    Keeping { table: String },
    Step,
    Query,
    Nul,
    Control { word: String },
    Several { statements: usize },
    Column { index: usize, wanted: &'static str },
    UndeclaredDdl,
    EndedTransaction,
    Orphans { table: String, parent: String, rows: usize },
    TimedOut { limit: Duration },
    Transaction { what: &'static str },
    SomeFailed { failed: usize, skipped: usize },
    // Somebody else is at work.
    Locked { holder: Box<Holder> },
    Busy { waited: Duration, writer: Option<Writer> },
    OtherHolder { holder: Box<Holder> },
    Fenced,
    Cancelled,
    OutOfTime { limit: Duration },
    // The database is not what it should be.
    OpenTransaction,
    ForeignTable { table: String, maker: Maker },
    Database(Fault),
}

/// Whether the history keeps a rollback of a migration that the set lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Back {
    /// It does, so `down --force` can use it.
    Stored,
    /// It does not, or nobody looked.
    Unknown,
}

/// Who made a table of the history's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Maker {
    /// A small runner whose rows can be adopted.
    Runner,
    /// Nobody knows.
    Unknown,
}

/// What is wrong with the database as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    NotADatabase { path: Option<PathBuf> },
    ReadOnly,
    Absent { path: PathBuf },
    CannotOpen { path: Option<PathBuf> },
    Full,
    Corrupt,
    Other { what: &'static str },
}
