//! What can go wrong while migrations run, and what to do about it.

mod adoption;
mod backfill;
mod backup;
mod display;
mod fault;
mod hook;
mod kind;
#[cfg(test)]
mod tests;
mod unknowable;

use std::fmt;

pub(crate) use adoption::Adoption;
pub(crate) use backfill::BackfillFault;
pub(crate) use backup::BackupFault;
pub(crate) use hook::HookFault;
pub use kind::Position;
pub(crate) use kind::{Back, Fault, Kind, Maker, Misfit, OutOfOrder};
pub(crate) use unknowable::Unknowable;

use crate::exit_code;
use crate::report::Report;
use migrate_codegen::Version;

/// What everything of this crate fails with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Something went wrong while migrations were planned, applied or rolled back.
///
/// Its kind is asked for by the `is_*` predicates, where it happened by [`version`](Self::version)
/// and [`position`](Self::position), and what had been done before it by [`report`](Self::report).
/// `Display` says what is wrong and what to do; what the engine said is the
/// [`source`](std::error::Error::source).
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: Kind,
    version: Option<Version>,
    name: Option<String>,
    position: Option<Position>,
    report: Option<Report>,
    source: Option<Source>,
    transient: bool,
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        let (version, name, position, report, source) = (None, None, None, None, None);
        let inner = Inner { kind, version, name, position, report, source, transient: false };
        Self { inner: Box::new(inner) }
    }

    pub(crate) fn because(mut self, source: impl Into<Source>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// Says which migration it happened in, unless that is known already.
    pub(crate) fn of(mut self, version: Version, name: &str) -> Self {
        self.inner.version.get_or_insert(version);
        self.inner.name.get_or_insert_with(|| name.to_owned());
        self
    }

    /// Says which migration it happened in, when its name is not known.
    pub(crate) fn on(mut self, version: Version) -> Self {
        self.inner.version.get_or_insert(version);
        self
    }

    pub(crate) fn at(mut self, position: Position) -> Self {
        self.inner.position.get_or_insert(position);
        self
    }

    pub(crate) fn after(mut self, report: Report) -> Self {
        self.inner.report.get_or_insert(report);
        self
    }

    /// Says whether trying again may help.
    pub(crate) fn transient(mut self, transient: bool) -> Self {
        self.inner.transient = transient;
        self
    }

    /// Whether it is the migration's own failure, and others may succeed all the same.
    pub(crate) fn is_of_migration(&self) -> bool {
        matches!(
            self.inner.kind,
            Kind::Statement
                | Kind::Keeping { .. }
                | Kind::Step
                | Kind::Query
                | Kind::Nul
                | Kind::UndeclaredDdl
                | Kind::Orphans { .. }
                | Kind::TimedOut { .. }
                | Kind::Transaction { .. }
                | Kind::Backfill(_)
        )
    }

    /// Adds warnings to what was done, if anything was.
    pub(crate) fn warn(&mut self, warnings: Vec<String>) {
        if let Some(report) = &mut self.inner.report {
            report.warnings.extend(warnings);
        }
    }

    pub(crate) fn kind_mut(&mut self) -> &mut Kind {
        &mut self.inner.kind
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.inner.kind
    }

    /// The migration it happened in.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.inner.version
    }

    /// The name of the migration it happened in.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.inner.name.as_deref()
    }

    /// The statement it happened at, and where that stands.
    #[must_use]
    pub fn position(&self) -> Option<&Position> {
        self.inner.position.as_ref()
    }

    /// What the run had done, and keeps, when it failed. `None` when it failed before it began.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.inner.report.as_ref()
    }

    /// The number with which a command line should end; see [`exit_code`].
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match &self.inner.kind {
            Kind::Edited { .. }
            | Kind::Missing { .. }
            | Kind::OutOfOrder { .. }
            | Kind::Newer { .. }
            | Kind::NewerFormat { .. }
            | Kind::Nonsense { .. }
            | Kind::ResumeEdited { .. }
            | Kind::HalfRolledBack
            | Kind::ResumeInside => exit_code::CONFLICT,
            Kind::Locked { .. } | Kind::OtherHolder { .. } | Kind::Busy { .. } => exit_code::LOCKED,
            Kind::Cancelled => exit_code::INTERRUPTED,
            Kind::Irreversible { .. }
            | Kind::WouldLose { .. }
            | Kind::NoWayBack { .. }
            | Kind::Unfit { .. }
            | Kind::Stranded { .. }
            | Kind::HasDependents { .. }
            | Kind::BelowHalfDone { .. } => exit_code::UNSAFE,
            Kind::UnknownVersion { .. }
            | Kind::NotApplied { .. }
            | Kind::KeepsNothing
            | Kind::NotOneTransaction
            | Kind::Setting { .. }
            | Kind::Contradiction { .. }
            | Kind::MissingDependency { .. } => exit_code::USAGE,
            Kind::Adoption(adoption) => adoption.exit_code(),
            Kind::Backfill(fault) => fault.exit_code(),
            Kind::Backup(fault) => fault.exit_code(),
            Kind::Hook(fault) => fault.exit_code(),
            Kind::Unknowable(why) => why.exit_code(),
            Kind::Statement
            | Kind::Keeping { .. }
            | Kind::Step
            | Kind::Query
            | Kind::Transaction { .. }
            | Kind::Control { .. }
            | Kind::Several { .. }
            | Kind::Nul
            | Kind::UndeclaredDdl
            | Kind::EndedTransaction
            | Kind::Orphans { .. }
            | Kind::TimedOut { .. }
            | Kind::OutOfTime { .. }
            | Kind::SomeFailed { .. }
            | Kind::Fenced
            | Kind::Column { .. }
            | Kind::OpenTransaction
            | Kind::ForeignTable { .. }
            | Kind::Database(_) => exit_code::FAILED,
        }
    }

    /// An applied migration, or the part of one that ran, reads differently now than it did then.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        match &self.inner.kind {
            Kind::Edited { .. } | Kind::ResumeEdited { .. } | Kind::ResumeInside => true,
            Kind::Backfill(fault) => fault.exit_code() == exit_code::CONFLICT,
            _ => false,
        }
    }

    /// An applied migration is gone from the set.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self.inner.kind, Kind::Missing { .. })
    }

    /// A migration that is not applied stands before one that is.
    #[must_use]
    pub fn is_out_of_order(&self) -> bool {
        matches!(self.inner.kind, Kind::OutOfOrder { .. })
    }

    /// The database knows migrations, or a history format, that this binary does not know.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        matches!(self.inner.kind, Kind::Newer { .. } | Kind::NewerFormat { .. })
    }

    /// A rollback outside a transaction began and did not end: `down` goes on with it.
    #[must_use]
    pub fn is_half_rolled_back(&self) -> bool {
        matches!(self.inner.kind, Kind::HalfRolledBack)
    }

    /// The history and the set contradict each other: one of the predicates above; or nobody can
    /// tell, because somebody wrote nonsense into the history.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.exit_code() == exit_code::CONFLICT
    }

    /// Somebody else held the database for longer than the lock timeout.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        matches!(self.inner.kind, Kind::Locked { .. } | Kind::Busy { .. })
    }

    /// Somebody else's lock made a migration fail: trying it again may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.inner.transient
    }

    /// A statement, or the whole run, took longer than it may.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.inner.kind, Kind::TimedOut { .. } | Kind::OutOfTime { .. })
    }

    /// The caller ended the run early, by a [`Cancel`](crate::driver::Cancel) or a signal.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self.inner.kind, Kind::Cancelled)
    }

    /// Refused before anything changed, because something would be lost or left inconsistent.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.exit_code() == exit_code::UNSAFE
    }

    /// A hook ended the run, on purpose or by a panic, before it was begun or before a migration of it.
    #[must_use]
    pub fn is_vetoed(&self) -> bool {
        matches!(self.inner.kind, Kind::Hook(_))
    }

    /// A rollback would delete rows or values, or go without those that were discarded.
    #[must_use]
    pub fn is_data_loss(&self) -> bool {
        matches!(self.inner.kind, Kind::WouldLose { .. })
    }

    /// There is no way back from the migration.
    #[must_use]
    pub fn is_irreversible(&self) -> bool {
        matches!(self.inner.kind, Kind::Irreversible { .. })
    }

    /// The version asked for is neither in the set nor in the history.
    #[must_use]
    pub fn is_unknown_version(&self) -> bool {
        matches!(self.inner.kind, Kind::UnknownVersion { .. })
    }

    /// The file is not a database of this engine.
    #[must_use]
    pub fn is_not_a_database(&self) -> bool {
        matches!(self.inner.kind, Kind::Database(Fault::NotADatabase { .. }))
    }

    /// The database cannot be written.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        matches!(self.inner.kind, Kind::Database(Fault::ReadOnly))
    }

    /// There is no database at that path, and the call does not create one.
    #[must_use]
    pub fn is_missing_database(&self) -> bool {
        matches!(self.inner.kind, Kind::Database(Fault::Absent { .. }))
    }

    /// The database cannot be opened: a missing directory, or no permission.
    #[must_use]
    pub fn is_cannot_open(&self) -> bool {
        matches!(self.inner.kind, Kind::Database(Fault::CannotOpen { .. }))
    }

    /// The disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self.inner.kind, Kind::Database(Fault::Full))
    }

    /// A backup could not be made, or a file not restored; nothing was changed.
    #[must_use]
    pub fn is_backup(&self) -> bool {
        matches!(self.inner.kind, Kind::Backup(_))
    }

    /// A table with the history's name was made by something else.
    #[must_use]
    pub fn is_foreign_table(&self) -> bool {
        matches!(self.inner.kind, Kind::ForeignTable { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::write(self, f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = f.debug_struct("Error");
        text.field("kind", &self.inner.kind);
        if let Some(version) = self.inner.version {
            text.field("version", &version);
        }
        if let Some(position) = &self.inner.position {
            text.field("position", position);
        }
        if let Some(source) = &self.inner.source {
            text.field("source", source);
        }
        text.finish_non_exhaustive()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
