//! A database that is open, whatever its driver.

use std::path::Path;

use super::failure::Failure;
use super::notify::Notifier;
use super::session::Database;
#[cfg(feature = "sqlite")]
use crate::adopt::Source;
use crate::driver::{BackupFile, Driver, Restoration};
use crate::health::{Health, Limits};
use crate::history::{HistoryQuery, KeptTable, LogQuery};
use crate::hooks::{Call, Hook, Log, Moment};
use crate::plan::Target;
#[cfg(feature = "sqlite")]
use crate::report::{Adopted, Drift};
use crate::report::{
    Discarded, DryRun, Edit, HistoryReport, LockReport, LogReport, PlanReport, Released, Report,
    Stats, Status,
};
use crate::runner::{Action, Event, Options, Runner};
use crate::{Result, Set, Version};

/// What a command asks of a database that is open.
pub(crate) trait Engine {
    /// Changes it.
    fn run(
        &mut self,
        action: Action,
        order: &Order,
        listener: &mut dyn FnMut(&Event),
        notifier: &mut Notifier,
    ) -> Result<Report>;

    /// What [`run`](Self::run) would do.
    fn plan(&mut self, action: Action, order: &Order) -> Result<PlanReport>;

    /// The SQL that [`run`](Self::run) would send.
    fn dry_run(&mut self, action: Action, order: &Order) -> Result<DryRun>;

    /// Where it stands, and what [`run`](Self::run) would refuse.
    fn status(&mut self, order: &Order) -> Result<Status>;

    /// What is damaged in it.
    fn inspect(&mut self, order: &Order) -> Result<Vec<String>>;

    /// Its history.
    fn history(&mut self, query: &HistoryQuery) -> Result<HistoryReport>;

    /// Its log.
    fn log(&mut self, query: &LogQuery) -> Result<LogReport>;

    /// Its numbers.
    fn stats(&mut self) -> Result<Stats>;

    /// Whether it is well.
    fn health(&mut self, options: &Options, limits: &Limits) -> Health;

    /// How its schema differs from what its migrations make.
    #[cfg(feature = "sqlite")]
    fn drift(&mut self) -> Result<Drift>;

    /// What its migrations keep aside for their rollbacks.
    fn kept(&mut self, options: &Options) -> Result<Vec<KeptTable>>;

    /// Who holds its lock.
    fn lock_status(&mut self, options: &Options) -> Result<LockReport>;

    /// Takes its lock away from whoever is in it.
    fn release_lock(&mut self, token: Option<i64>, options: &Options) -> Result<Released>;

    /// Copies it.
    fn back_up(&mut self, options: &Options) -> Result<BackupFile>;

    /// Replaces what is in it by what is in the file.
    fn restore(&mut self, file: &Path, options: &Options) -> Result<Restoration>;

    /// Deletes what a migration keeps aside.
    fn discard(&mut self, version: Version, options: &Options) -> Result<Discarded>;

    /// The SQL that [`discard`](Self::discard) would send.
    fn discard_dry_run(&mut self, version: Version, options: &Options) -> Result<DryRun>;

    /// What [`adopt`](Self::adopt) would record.
    #[cfg(feature = "sqlite")]
    fn adoption(&mut self, source: Source, options: &Options) -> Result<Adopted>;

    /// Records migrations as applied without running them.
    #[cfg(feature = "sqlite")]
    fn adopt(&mut self, source: Source, options: &Options) -> Result<Adopted>;

    /// The SQL that [`adopt`](Self::adopt) would send.
    #[cfg(feature = "sqlite")]
    fn adopt_dry_run(&mut self, source: Source, options: &Options) -> Result<DryRun>;

    /// What [`repair`](Self::repair) would accept.
    fn edit(&mut self, version: Version, options: &Options) -> Result<Edit>;

    /// Accepts the new text of a migration.
    fn repair(&mut self, version: Version, options: &Options) -> Result<Edit>;

    /// The SQL that [`repair`](Self::repair) would send.
    fn repair_dry_run(&mut self, version: Version, options: &Options) -> Result<DryRun>;
}

/// How far to go, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    pub(crate) target: Target,
    pub(crate) options: Options,
}

/// Opens the database to look at it. One that is not there yet looks empty, and stays away.
pub(crate) fn read(database: &Database) -> Result<Box<dyn Engine>, Failure> {
    open(database, Access::Read)
}

/// Opens the database to look at it. One that is not there is an error of its own.
///
/// # Errors
/// Outside: when the migrations are not for this engine. Inside: when it cannot be opened.
pub(crate) fn there(database: &Database) -> Result<Result<Box<dyn Engine>>, Failure> {
    driver::connect(database, Access::There)
}

/// Opens the database to change it, or creates it.
pub(crate) fn write(database: &Database) -> Result<Box<dyn Engine>, Failure> {
    open(database, Access::Write)
}

/// Opens the database to change it, if it is there; one that is not looks empty.
pub(crate) fn existing(database: &Database) -> Result<Box<dyn Engine>, Failure> {
    let access = if database.location.is_missing() { Access::Read } else { Access::Write };
    open(database, access)
}

/// Opens the database, or creates it.
pub(crate) fn create(database: &Database) -> Result<Box<dyn Engine>, Failure> {
    open(database, Access::Write)
}

/// The backups of the database, which may be gone or damaged itself.
pub(crate) fn backup_files(
    database: &Database,
    directory: Option<&Path>,
) -> Result<Vec<BackupFile>> {
    driver::backup_files(database, directory)
}

fn open(database: &Database, access: Access) -> Result<Box<dyn Engine>, Failure> {
    Ok(driver::connect(database, access)??)
}

/// What a database is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// To look at it; one that is not there looks empty.
    Read,
    /// To look at it, if it is there.
    There,
    /// To change it.
    Write,
}

struct Open<R> {
    set: Set,
    driver: R,
}

impl<R: Driver> Open<R> {
    fn runner(&self, order: &Order) -> Runner<'static, R::Dialect> {
        Runner::of(&self.set).target(order.target.clone()).options(order.options.clone())
    }
}

impl<R: Driver> Engine for Open<R> {
    fn run(
        &mut self,
        action: Action,
        order: &Order,
        listener: &mut dyn FnMut(&Event),
        notifier: &mut Notifier,
    ) -> Result<Report> {
        let mut log = |call: &Call<'_>| match call.moment {
            // The command says it itself.
            Moment::Failed { .. } => Ok(()),
            _ => Log.call(call),
        };
        let mut runner = Runner::of(&self.set)
            .target(order.target.clone())
            .options(order.options.clone())
            .listener(listener)
            .hook("log", &mut log);
        for (name, hook) in notifier.hooks() {
            runner = runner.hook(name, hook);
        }
        match action {
            Action::Up => runner.up(&mut self.driver),
            Action::Down => runner.down(&mut self.driver),
            Action::Redo => runner.redo(&mut self.driver),
        }
    }

    fn plan(&mut self, action: Action, order: &Order) -> Result<PlanReport> {
        self.runner(order).plan(&mut self.driver, action)
    }

    fn dry_run(&mut self, action: Action, order: &Order) -> Result<DryRun> {
        self.runner(order).dry_run(&mut self.driver, action)
    }

    fn status(&mut self, order: &Order) -> Result<Status> {
        self.runner(order).status(&mut self.driver)
    }

    fn inspect(&mut self, order: &Order) -> Result<Vec<String>> {
        self.runner(order).inspect(&mut self.driver)
    }

    fn history(&mut self, query: &HistoryQuery) -> Result<HistoryReport> {
        Runner::of(&self.set).history(&mut self.driver, query)
    }

    fn log(&mut self, query: &LogQuery) -> Result<LogReport> {
        Runner::of(&self.set).log(&mut self.driver, query)
    }

    fn stats(&mut self) -> Result<Stats> {
        Runner::of(&self.set).stats(&mut self.driver)
    }

    fn health(&mut self, options: &Options, limits: &Limits) -> Health {
        Runner::of(&self.set).options(options.clone()).health(&mut self.driver, limits)
    }

    #[cfg(feature = "sqlite")]
    fn drift(&mut self) -> Result<Drift> {
        Runner::of(&self.set).drift(&mut self.driver)
    }

    fn kept(&mut self, options: &Options) -> Result<Vec<KeptTable>> {
        Runner::of(&self.set).options(options.clone()).kept(&mut self.driver)
    }

    fn lock_status(&mut self, options: &Options) -> Result<LockReport> {
        Runner::of(&self.set).options(options.clone()).lock_status(&mut self.driver)
    }

    fn release_lock(&mut self, token: Option<i64>, options: &Options) -> Result<Released> {
        Runner::of(&self.set).options(options.clone()).release_lock(&mut self.driver, token)
    }

    fn back_up(&mut self, options: &Options) -> Result<BackupFile> {
        Runner::of(&self.set).options(options.clone()).back_up(&mut self.driver)
    }

    fn restore(&mut self, file: &Path, options: &Options) -> Result<Restoration> {
        Runner::of(&self.set).options(options.clone()).restore(&mut self.driver, file)
    }

    fn discard(&mut self, version: Version, options: &Options) -> Result<Discarded> {
        Runner::of(&self.set).options(options.clone()).discard(&mut self.driver, version)
    }

    fn discard_dry_run(&mut self, version: Version, options: &Options) -> Result<DryRun> {
        Runner::of(&self.set).options(options.clone()).discard_dry_run(&mut self.driver, version)
    }

    #[cfg(feature = "sqlite")]
    fn adoption(&mut self, source: Source, options: &Options) -> Result<Adopted> {
        Runner::of(&self.set).options(options.clone()).adoption(&mut self.driver, source)
    }

    #[cfg(feature = "sqlite")]
    fn adopt(&mut self, source: Source, options: &Options) -> Result<Adopted> {
        Runner::of(&self.set).options(options.clone()).adopt(&mut self.driver, source)
    }

    #[cfg(feature = "sqlite")]
    fn adopt_dry_run(&mut self, source: Source, options: &Options) -> Result<DryRun> {
        Runner::of(&self.set).options(options.clone()).adopt_dry_run(&mut self.driver, source)
    }

    fn edit(&mut self, version: Version, options: &Options) -> Result<Edit> {
        Runner::of(&self.set).options(options.clone()).edit(&mut self.driver, version)
    }

    fn repair(&mut self, version: Version, options: &Options) -> Result<Edit> {
        Runner::of(&self.set).options(options.clone()).repair(&mut self.driver, version)
    }

    fn repair_dry_run(&mut self, version: Version, options: &Options) -> Result<DryRun> {
        Runner::of(&self.set).options(options.clone()).repair_dry_run(&mut self.driver, version)
    }
}

#[cfg(feature = "sqlite")]
mod driver {
    use super::{Access, Database, Engine, Failure, Open};
    use std::path::Path;

    use crate::Result;
    use crate::cli::location::Location;
    use crate::driver::{BackupFile, sqlite};

    pub(super) fn connect(
        database: &Database,
        access: Access,
    ) -> Result<Result<Box<dyn Engine>>, Failure> {
        if !database.dialect.is_sqlite() {
            let (name, dialect) = (&database.name, database.dialect);
            return Err(Failure::usage(format!(
                "`{name}` is written for {dialect}, and {} is SQLite",
                database.location
            )));
        }
        let driver = match (&database.location, access) {
            (Location::Memory, _) => sqlite::Database::in_memory(),
            (Location::File(_), Access::Read) if database.location.is_missing() => {
                sqlite::Database::in_memory()
            }
            (Location::File(path), Access::Read | Access::There) => {
                sqlite::Database::open_existing(path)
            }
            (Location::File(path), Access::Write) => sqlite::Database::open(path),
        };
        let set = database.set;
        Ok(driver.map(|driver| -> Box<dyn Engine> {
            let driver = driver.history_tables(database.tables.clone());
            Box::new(Open { set, driver })
        }))
    }

    pub(super) fn backup_files(
        database: &Database,
        directory: Option<&Path>,
    ) -> Result<Vec<BackupFile>> {
        match &database.location {
            Location::File(path) => sqlite::backup_files(path, directory),
            Location::Memory => Ok(Vec::new()),
        }
    }
}

#[cfg(not(feature = "sqlite"))]
mod driver {
    use std::path::Path;

    use super::{Access, BackupFile, Database, Engine, Failure};

    pub(super) fn connect(
        database: &Database,
        _: Access,
    ) -> Result<crate::Result<Box<dyn Engine>>, Failure> {
        Err(Failure::usage(format!(
            "no driver for {} is built into this program (hint: the feature `sqlite` of \
             migrate-runtime)",
            database.location
        )))
    }

    pub(super) fn backup_files(_: &Database, _: Option<&Path>) -> crate::Result<Vec<BackupFile>> {
        Ok(Vec::new())
    }
}
