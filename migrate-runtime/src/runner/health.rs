//! Looking whether a database is well.

use super::Runner;
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::error::Result;
use crate::health::{ATTEMPTS, Health, Issue, Limits, Look, issues, unreachable};
use crate::history::{Level, LogQuery};

impl<D: Dialect> Runner<'_, D> {
    /// Whether the database is well, and otherwise what is wrong and what to do. It writes nothing,
    /// and never fails: what cannot be read is an issue.
    ///
    /// It waits for others as long as [`lock_timeout`](Self::lock_timeout) says.
    ///
    /// # Example
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use migrate_runtime::health::Limits;
    /// use migrate_runtime::{Migrations, Runner, Sqlite, sqlite};
    ///
    /// # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
    /// let mut db = sqlite::Database::in_memory()?;
    /// let health = Runner::new(&SHOP).health(&mut db, &Limits::default());
    /// assert!(health.healthy, "{:?}", health.issues);
    /// # }
    /// # Ok::<(), migrate_runtime::Error>(())
    /// ```
    pub fn health<R: Driver<Dialect = D>>(&self, db: &mut R, limits: &Limits) -> Health {
        let name = self.set.name();
        let mut issues = match self.known_issues(db, limits) {
            Ok(issues) => issues,
            Err(error) => return Health::unreachable(name, &error),
        };
        if issues.iter().all(|issue| issue.severity != Level::Error) {
            issues.extend(self.drift_issue(db));
        }
        match self.stats(db) {
            Ok(stats) => Health::new(name, issues, Some(stats)),
            Err(error) => {
                issues.push(unreachable(&error));
                Health::new(name, issues, None)
            }
        }
    }

    fn known_issues<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        limits: &Limits,
    ) -> Result<Vec<Issue>> {
        let (name, patience) = (self.set.name(), self.options.patience());
        // It refuses formats and words that this program does not know.
        self.read(db)?;
        let status = self.status(db)?;
        let rows = db.rows(name, patience)?;
        let lock = db.lock_row(patience)?;
        let log = db.log(name, &LogQuery { limit: ATTEMPTS, ..LogQuery::ALL }, patience)?;
        Ok(issues(&Look { status: &status, rows: &rows, lock: &lock, log: &log, limits }))
    }

    /// Whether somebody changed the schema.
    #[cfg(feature = "sqlite")]
    fn drift_issue<R: Driver<Dialect = D>>(&self, db: &mut R) -> Option<Issue> {
        use crate::health::{drift_of, drift_unknown};

        match self.drift(db) {
            Ok(drift) => drift_of(&drift),
            Err(error) => Some(drift_unknown(&error)),
        }
    }

    #[cfg(not(feature = "sqlite"))]
    #[expect(clippy::unused_self, reason = "only SQLite is compared")]
    fn drift_issue<R: Driver<Dialect = D>>(&self, _: &mut R) -> Option<Issue> {
        None
    }
}
