//! Migrating when an application starts, as whoever runs it wishes.

use std::fmt;

use migrate_codegen::Version;

use super::{Action, Background, Runner};
use crate::dialect::Dialect;
use crate::driver::Driver;
#[cfg(any(test, not(feature = "cli")))]
use crate::error::Kind;
use crate::error::{Error, Result};
use crate::report::Report;
use crate::set::Migrations;

/// The variables that say whether an application migrates when it starts.
pub(crate) const ON_START: [&str; 2] = ["AUTO_MIGRATE", "MIGRATE_ON_START"];
/// The variable that says whether an application starts when that failed.
pub(crate) const FAIL_HARD: &str = "MIGRATE_ON_START_FAIL_HARD";

/// Migrates when an application starts, as whoever runs it wishes: made by [`Runner::auto`].
#[must_use]
pub struct Auto<'a, D> {
    runner: Runner<'a, D>,
    at_start: AtStart,
    after_failure: AfterFailure,
}

/// What an application does about its database when it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtStart {
    /// It looks, and says what is not applied.
    #[default]
    Look,
    /// It applies what is not applied.
    Migrate,
}

/// What an application does when migrating failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterFailure {
    /// It starts all the same, and the error is in the log.
    #[default]
    Start,
    /// It does not start: the call fails.
    Stop,
}

/// How a start went. In each case the application may go on.
#[derive(Debug)]
#[must_use]
pub enum Started {
    /// Everything is applied, by this run or another one.
    Migrated(Report),
    /// Nobody asked for migrations: these are not applied.
    Looked {
        /// In ascending order.
        pending: Vec<Version>,
    },
    /// A newer program was here; nothing was changed.
    DatabaseNewer(Error),
    /// It failed, and the application starts all the same.
    Failed(Error),
}

/// What the settings say, where they say anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) auto: Option<bool>,
    pub(crate) fail_hard: Option<bool>,
}

impl<'a, D: Dialect> Runner<'a, D> {
    /// A runner for the start of an application, which does what whoever runs it wishes:
    ///
    /// - `AUTO_MIGRATE` or `MIGRATE_ON_START` (`true`, `false`): whether it migrates; otherwise it
    ///   looks, and says in the log what is not applied.
    /// - `MIGRATE_ON_START_FAIL_HARD`: whether a failure keeps the application from starting.
    ///
    /// With the feature `cli` the keys `auto` and `fail_hard` below `[run]` in `migrate.toml` say the
    /// same, and variables are also read from `.env`. Variables are stronger than the file, and that
    /// than [`at_start`](Auto::at_start) and [`after_failure`](Auto::after_failure).
    ///
    /// A database that a newer program has migrated is a warning, [`Started::DatabaseNewer`]: while a
    /// new version is rolled out, the old one starts now and then.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use migrate_runtime::runner::{AtStart, Started};
    /// use migrate_runtime::{Migrations, Runner, Sqlite, sqlite};
    ///
    /// static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
    ///
    /// let mut db = sqlite::Database::in_memory()?;
    /// let started = Runner::auto(&SHOP).at_start(AtStart::Migrate).up(&mut db)?;
    /// assert!(matches!(started, Started::Migrated(_)));
    /// # }
    /// # Ok::<(), migrate_runtime::Error>(())
    /// ```
    pub fn auto(migrations: &Migrations<D>) -> Auto<'a, D> {
        Auto::with(Self::new(migrations))
    }
}

impl<'a, D: Dialect> Auto<'a, D> {
    /// The same with a runner that has options of its own.
    pub fn with(runner: Runner<'a, D>) -> Self {
        let (at_start, after_failure) = (AtStart::default(), AfterFailure::default());
        Self { runner, at_start, after_failure }
    }

    /// What happens when nobody says anything else; it looks unless set.
    pub fn at_start(mut self, at_start: AtStart) -> Self {
        self.at_start = at_start;
        self
    }

    /// What happens after a failure when nobody says anything else; the application starts unless
    /// set.
    pub fn after_failure(mut self, after_failure: AfterFailure) -> Self {
        self.after_failure = after_failure;
        self
    }

    /// Migrates, or looks.
    ///
    /// # Errors
    /// When a setting is not understood; and when migrating failed, or the database cannot be read,
    /// and the application is not to start then. What was applied before a failure stays.
    pub fn up<R: Driver<Dialect = D>>(&mut self, db: &mut R) -> Result<Started> {
        let wish = wish()?;
        self.up_as(db, wish)
    }

    /// [`up`](Self::up), without blocking the executor. It takes the database along and gives it back.
    ///
    /// # Errors
    /// As [`up`](Self::up); and when the runner has a listener or hooks.
    ///
    /// # Example
    /// With axum, before it serves:
    /// ```
    /// # #[cfg(feature = "sqlite")]
    /// # async fn main_of_axum() -> Result<(), Box<dyn std::error::Error>> {
    /// use migrate_runtime::{Migrations, Runner, Sqlite, sqlite};
    ///
    /// static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
    ///
    /// // #[tokio::main] async fn main() -> Result<(), Box<dyn Error>> {
    /// let database = sqlite::Database::open("shop.db")?;
    /// let (database, started) = Runner::auto(&SHOP).up_async(database).await;
    /// let _ = started?;
    /// let connection = database.into_connection();
    /// // let app = Router::new().route("/orders", get(orders)).with_state(connection);
    /// // axum::serve(TcpListener::bind("127.0.0.1:3000").await?, app).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn up_async<R>(&self, db: R) -> Background<(R, Result<Started>)>
    where
        D: 'static,
        R: Driver<Dialect = D> + Send + 'static,
    {
        let (at_start, after_failure) = (self.at_start, self.after_failure);
        self.runner.apart("up_async", db, move |runner, db| {
            Auto { runner, at_start, after_failure }.up(db)
        })
    }

    fn up_as<R: Driver<Dialect = D>>(&mut self, db: &mut R, wish: Wish) -> Result<Started> {
        let at_start = match wish.auto {
            Some(true) => AtStart::Migrate,
            Some(false) => AtStart::Look,
            None => self.at_start,
        };
        let after_failure = match wish.fail_hard {
            Some(true) => AfterFailure::Stop,
            Some(false) => AfterFailure::Start,
            None => self.after_failure,
        };
        let result = match at_start {
            AtStart::Migrate => self.runner.up(db).map(Started::Migrated),
            AtStart::Look => self.look(db),
        };
        match (result, after_failure) {
            (Ok(started), _) => Ok(started),
            (Err(error), _) if error.is_newer() => {
                tracing::warn!(%error, "the database is newer than this program");
                Ok(Started::DatabaseNewer(error))
            }
            (Err(error), AfterFailure::Stop) => Err(error),
            (Err(error), AfterFailure::Start) => {
                tracing::error!(%error, "the database was not migrated");
                Ok(Started::Failed(error))
            }
        }
    }

    fn look<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Started> {
        let plans = self.runner.plans(db, Action::Up)?;
        let pending: Vec<Version> = plans.iter().flat_map(|(plan, _)| plan.versions()).collect();
        if !pending.is_empty() {
            tracing::warn!(migrations = pending.len(), "the database is not up to date");
        }
        Ok(Started::Looked { pending })
    }
}

/// What the settings say.
#[cfg(feature = "cli")]
fn wish() -> Result<Wish> {
    crate::cli::wish_on_start()
}

/// What the environment says.
#[cfg(not(feature = "cli"))]
fn wish() -> Result<Wish> {
    wish_of(|name| std::env::var(name).ok())
}

/// What these variables say; an empty one says nothing.
#[cfg(any(test, not(feature = "cli")))]
fn wish_of(get: impl Fn(&str) -> Option<String>) -> Result<Wish> {
    let read = |name: &str| {
        let Some(value) = get(name).filter(|value| !value.is_empty()) else { return Ok(None) };
        let what = |error| format!("variable `{name}` is {error}");
        on_off(&value).map(Some).map_err(|error| Error::new(Kind::Setting { what: what(error) }))
    };
    let [one, other] = ON_START;
    let auto = match (read(one)?, read(other)?) {
        (Some(first), Some(second)) if first != second => {
            return Err(Error::new(Kind::Contradiction { one, other }));
        }
        (first, second) => first.or(second),
    };
    Ok(Wish { auto, fail_hard: read(FAIL_HARD)? })
}

/// A switch, as people write it.
pub(crate) fn on_off(text: &str) -> Result<bool, String> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "on" | "yes" => Ok(true),
        "0" | "false" | "off" | "no" => Ok(false),
        _ => Err(format!("`{text}` (hint: `true` or `false`)")),
    }
}

impl<D> fmt::Debug for Auto<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Auto")
            .field("runner", &self.runner)
            .field("at_start", &self.at_start)
            .field("after_failure", &self.after_failure)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)]) -> Result<Wish, String> {
        let get = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        wish_of(get).map_err(|error| error.to_string())
    }

    #[test]
    fn what_variables_say() {
        let wish = |auto, fail_hard| Ok(Wish { auto, fail_hard });
        assert_eq!(check(&[]), wish(None, None));
        assert_eq!(check(&[("AUTO_MIGRATE", "")]), wish(None, None));
        assert_eq!(check(&[("MIGRATE_ON_START", "TRUE")]), wish(Some(true), None));
        assert_eq!(
            check(&[("AUTO_MIGRATE", "0"), (FAIL_HARD, "1")]),
            wish(Some(false), Some(true))
        );
        let both = [("AUTO_MIGRATE", "1"), ("MIGRATE_ON_START", "0")];
        assert_eq!(
            check(&both).expect_err("exclude each other"),
            "`AUTO_MIGRATE` and `MIGRATE_ON_START` exclude each other (hint: leave one of them out)"
        );
        assert_eq!(
            check(&[(FAIL_HARD, "hard")]).expect_err("is no switch"),
            "variable `MIGRATE_ON_START_FAIL_HARD` is `hard` (hint: `true` or `false`)"
        );
    }
}
