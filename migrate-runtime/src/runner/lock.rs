//! Looking at the lock, and taking it away from whoever is in it.

use super::Runner;
use crate::dialect::Dialect;
use crate::driver::{Driver, Eviction};
use crate::error::Result;
use crate::report::{LockReport, Released};

impl<D: Dialect> Runner<'_, D> {
    /// Who holds the lock, and which process is writing right now. It writes nothing.
    ///
    /// # Errors
    /// When the database cannot be read, or its history was made by something else.
    pub fn lock_status<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<LockReport> {
        let lock = db.lock_row(self.options.patience())?;
        Ok(LockReport { name: self.set.name().to_owned(), lock, writer: db.writer() })
    }

    /// **Takes the lock away** from whoever is in it, and writes that into the log. What a run that
    /// still goes on writes next is refused: it fails, and nothing is applied twice. With the `token`
    /// that [`lock_status`](Self::lock_status) told, only that holder loses it.
    ///
    /// # Errors
    /// When another holder came since; when somebody writes for longer than the lock timeout; and
    /// when the database cannot be written.
    pub fn release_lock<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        token: Option<i64>,
    ) -> Result<Released> {
        let (by, reason) = (self.by(), self.options.reason.as_deref());
        let wish = Eviction { by: &by, reason, token, patience: self.options.patience() };
        let released = db.break_lock(&wish)?;
        Ok(Released { name: self.set.name().to_owned(), released })
    }
}
