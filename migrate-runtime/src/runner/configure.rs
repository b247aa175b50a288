//! The runner, and what can be set on it.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use super::{Checksums, Consent, Event, Grouping, Options, Stored};
use crate::dialect::Dialect;
use crate::driver::Cancel;
use crate::hooks::Hooks;
use crate::plan::{OutOfOrder, Target};
use crate::set::{Migrations, Set};

/// Applies and rolls back the migrations of a set.
///
/// # Example
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use migrate_runtime::driver::sqlite;
/// use migrate_runtime::{Migrations, Runner, Sqlite};
///
/// static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
///
/// let mut db = sqlite::Database::in_memory()?;
/// let report = Runner::new(&SHOP).up(&mut db)?;
/// assert!(report.is_empty());
/// # }
/// # Ok::<(), migrate_runtime::Error>(())
/// ```
#[must_use]
pub struct Runner<'a, D> {
    pub(super) set: Set,
    pub(super) target: Target,
    pub(super) options: Options,
    pub(super) listener: Option<&'a mut dyn FnMut(&Event)>,
    pub(super) hooks: RefCell<Hooks<'a>>,
    dialect: PhantomData<fn() -> D>,
}

impl<'a, D: Dialect> Runner<'a, D> {
    /// A runner for the migrations of a static.
    pub fn new(migrations: &Migrations<D>) -> Self {
        Self::of(migrations.set())
    }

    /// A runner for a set that says nothing about its engine in its type, such as one read from a
    /// directory. The driver decides the engine.
    pub fn of(set: &Set) -> Self {
        Self {
            set: *set,
            target: Target::default(),
            options: Options::default(),
            listener: None,
            hooks: RefCell::default(),
            dialect: PhantomData,
        }
    }

    /// How far to go.
    pub fn target(mut self, target: Target) -> Self {
        self.target = target;
        self
    }

    /// All options at once.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Everything commits together, or nothing does.
    pub fn single_transaction(mut self) -> Self {
        self.options.grouping = Grouping::Single;
        self
    }

    /// What happens to migrations that stand before applied ones, and are not named.
    pub fn out_of_order(mut self, order: OutOfOrder) -> Self {
        self.options.out_of_order = order;
        self
    }

    /// Rollbacks may **delete rows** that were written since, and go without those that were
    /// discarded; what the set lacks is rolled back by the texts that the history keeps; and a
    /// database is taken over although its schema differs.
    pub fn force(mut self) -> Self {
        self.options.consent = Consent::LoseRows;
        self.options.stored = Stored::Use;
        self
    }

    /// Lets **edited** migrations through: those that read differently now than when they were
    /// applied. Each is a warning of the report.
    pub fn ignore_checksums(mut self) -> Self {
        self.options.checksums = Checksums::Ignore;
        self
    }

    /// Why, for the log.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.options.reason = Some(reason.into());
        self
    }

    /// The longest to wait for another process; 5 minutes unless set.
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.options.lock_timeout = timeout;
        self
    }

    /// Ends the run early when somebody wishes that: see [`Cancel`].
    pub fn cancelled_by(mut self, cancel: &Cancel) -> Self {
        self.options.cancel = Some(cancel.clone());
        self
    }

    /// Hears what the runner does while it does it.
    pub fn listener(mut self, listener: &'a mut dyn FnMut(&Event)) -> Self {
        self.listener = Some(listener);
        self
    }

    pub(super) fn tell(&mut self, event: &Event) {
        tracing::debug!(?event, set = self.set.name());
        if let Some(listener) = &mut self.listener {
            listener(event);
        }
    }
}

impl<D> fmt::Debug for Runner<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runner")
            .field("set", &self.set.name())
            .field("target", &self.target)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
