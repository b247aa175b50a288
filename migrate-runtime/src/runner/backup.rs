//! Backups: before a run, when asked for, and back again.

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use migrate_codegen::{Direction, ForeignKeys, RollbackClass};

use super::{Consent, Event, Runner};
use crate::dialect::Dialect;
use crate::driver::{
    Backup, BackupFile, BackupWish, Driver, Job, Origin, Restoration, RestoreWish, Rotation,
    Touched, TouchedBy,
};
use crate::error::{BackupFault, Error, Result};
use crate::migration::Migration;
use crate::plan::Plan;

/// When a database is backed up, where, and how many backups stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backups {
    /// Which runs begin with a backup.
    pub before: BackUpBefore,
    /// Where they go; the directory `backups` beside the database when none is named.
    pub directory: Option<PathBuf>,
    /// How many of a database stay when a new one is there.
    pub keep: NonZeroUsize,
}

/// Which runs begin with a backup. A database with nothing in it is never backed up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "cli",
    derive(clap::ValueEnum, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
pub enum BackUpBefore {
    /// None.
    #[default]
    Never,
    /// Those with a migration that drops, rebuilds or rewrites a table, deletes rows or values that are
    /// there, or cannot be undone; where there is no place for a backup they go without.
    Risky,
    /// Each that changes anything. Where there is no place for a backup they fail.
    Always,
}

impl Default for Backups {
    fn default() -> Self {
        let keep = NonZeroUsize::new(10).unwrap_or(NonZeroUsize::MIN);
        Self { before: BackUpBefore::default(), directory: None, keep }
    }
}

impl<D: Dialect> Runner<'_, D> {
    /// Which runs begin with a backup, where it goes, and how many stay.
    pub fn backups(mut self, backups: Backups) -> Self {
        self.options.backups = backups;
        self
    }

    /// Backs the database up, while others use it, into a file that only its owner may read. It is
    /// checked before it has its name; then the oldest ones go.
    ///
    /// # Errors
    /// When the directory cannot be used or has no room, the copy is not sound, or the engine cannot
    /// be backed up.
    pub fn back_up<R: Driver<Dialect = D>>(&mut self, db: &mut R) -> Result<BackupFile> {
        let span = tracing::info_span!("back up", set = self.set.name());
        let _entered = span.enter();
        let backup = of(db)?;
        let (directory, by) = (self.directory(backup)?, self.by());
        let made = backup.create(&self.backup_wish(&directory, &by))?;
        tracing::info!(file = %made.path.display(), "backed up");
        Ok(made)
    }

    /// The backups of the database, oldest first. It writes nothing.
    ///
    /// # Errors
    /// When the directory cannot be read, or the engine cannot be backed up.
    pub fn list_backups<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Vec<BackupFile>> {
        let backup = of(db)?;
        let directory = self.directory(backup)?;
        backup.list(&directory)
    }

    /// **Replaces** everything in the database by what is in `file`: a backup, another copy, or a dump
    /// as SQL text. A name without a directory is looked for among the backups, too.
    ///
    /// Others keep their connections, and see the one state or the other. What was there before is
    /// backed up first. With [`force`](Self::force) the file need not have a history of the set.
    ///
    /// # Errors
    /// Before anything changes: when the file is damaged, foreign, empty or no backup; when what is
    /// there cannot be kept; when somebody else holds the lock or keeps writing. And when the database
    /// cannot be written.
    pub fn restore<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        file: &Path,
    ) -> Result<Restoration> {
        let span = tracing::info_span!("restore", set = self.set.name());
        let _entered = span.enter();
        let backup = of(db)?;
        let (directory, by) = (self.directory(backup)?, self.by());
        let origin = match self.options.consent {
            Consent::LoseRows => Origin::Any,
            Consent::Refuse => Origin::Own,
        };
        let file = found(file, &directory);
        let keep = self.backup_wish(&directory, &by);
        let restored = backup.restore(&RestoreWish { file: &file, origin, keep })?;
        tracing::info!(file = %restored.from.display(), kept = ?restored.kept, "restored");
        Ok(restored)
    }

    /// The backup that the options ask for before this plan is carried out.
    pub(super) fn back_up_before<R: Driver<Dialect = D>>(
        &mut self,
        db: &mut R,
        plan: &Plan,
    ) -> Result<Option<BackupFile>> {
        let is_wanted = match self.options.backups.before {
            BackUpBefore::Never => false,
            BackUpBefore::Risky => self.has_place(db) && self.is_risky(db, plan)?,
            BackUpBefore::Always => true,
        };
        if !is_wanted || of(db)?.is_empty()? {
            return Ok(None);
        }
        let made = self.back_up(db)?;
        self.tell(&Event::BackedUp { file: made.path.clone() });
        Ok(Some(made))
    }

    /// Whether something could be missed afterwards: by what is known of the migrations, and by what
    /// they would do to the rows that are there.
    fn is_risky<R: Driver<Dialect = D>>(&self, db: &mut R, plan: &Plan) -> Result<bool> {
        if may_be_missed(plan) {
            return Ok(true);
        }
        for migration in plan.migrations() {
            let is_risky = match (plan.direction(), Job::down(migration)) {
                (Direction::Up, _) => {
                    let risk = db.risk(&Job::up(migration), self.options.patience())?;
                    let is_new =
                        |it: &Touched| matches!(it.by, TouchedBy::Rebuild | TouchedBy::Rewrite);
                    !risk.losses.is_empty() || risk.touched.iter().any(is_new)
                }
                (Direction::Down, Some(job)) => !db.losses(self.set.name(), &job)?.is_empty(),
                (Direction::Down, None) => false,
            };
            if is_risky {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn has_place<R: Driver<Dialect = D>>(&self, db: &mut R) -> bool {
        of(db).and_then(|backup| self.directory(backup)).is_ok()
    }

    fn directory(&self, backup: &dyn Backup) -> Result<PathBuf> {
        let named = self.options.backups.directory.clone();
        named
            .or_else(|| backup.usual_directory())
            .ok_or_else(|| Error::backup(BackupFault::NoPlace))
    }

    fn backup_wish<'w>(&'w self, directory: &'w Path, by: &'w str) -> BackupWish<'w> {
        BackupWish {
            set: self.set.name(),
            directory,
            rotation: Rotation::KeepLast(self.options.backups.keep),
            by,
            reason: self.options.reason.as_deref(),
            patience: self.options.patience(),
        }
    }
}

fn of<R: Driver>(db: &mut R) -> Result<&mut dyn Backup> {
    db.backup().ok_or_else(|| Error::backup(BackupFault::NoEngine))
}

/// The file itself, or the backup of that name.
fn found<'f>(file: &'f Path, directory: &Path) -> Cow<'f, Path> {
    let is_name = file.parent().is_some_and(|parent| parent.as_os_str().is_empty());
    let among = directory.join(file);
    if is_name && !file.exists() && among.exists() {
        return Cow::Owned(among);
    }
    Cow::Borrowed(file)
}

/// Whether something could be missed afterwards, whatever is there.
fn may_be_missed(plan: &Plan) -> bool {
    let is_missed = |migration: &&'static Migration| {
        let script = match plan.direction() {
            Direction::Up => migration.up_script(),
            Direction::Down => migration.down_script(),
        };
        let restores = match migration.rollback_class() {
            RollbackClass::Exact | RollbackClass::Given => true,
            RollbackClass::SchemaOnly | RollbackClass::Preserved | RollbackClass::Irreversible => {
                false
            }
        };
        !script.drops.is_empty() || script.foreign_keys == ForeignKeys::Suspend || !restores
    };
    plan.migrations().iter().any(is_missed)
}
