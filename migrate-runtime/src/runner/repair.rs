//! Accepting the new text of a migration that was edited after it was applied.

use migrate_codegen::Version;

use super::Runner;
use super::amend::Decision;
use crate::dialect::Dialect;
use crate::driver::{Amend, AmendChange, Driver, Job, Place};
use crate::error::{Error, Result};
use crate::history::{Applied, History, Level, RowStatus, Texts};
use crate::migration::{Body, Migration};
use crate::plan;
use crate::report::{DryRun, Edit, Extent, changes};

impl<D: Dialect> Runner<'_, D> {
    /// What differs between an applied migration's text, as the history keeps it, and the set's:
    /// what [`repair`](Self::repair) would accept. It writes nothing.
    ///
    /// # Errors
    /// When the migration is not applied, or the set lacks it; and when the database cannot be
    /// read.
    pub fn edit<R: Driver<Dialect = D>>(&self, db: &mut R, version: Version) -> Result<Edit> {
        self.decide_repair(db, version).map(|decision| decision.outcome)
    }

    /// **Accepts** the set's text of an applied migration, or of a backfill that stopped half done: its row of the history takes the
    /// checksum, the texts and what follows from them, and the log says so. Nothing is run, so
    /// what the old text made stays; a backfill goes on with the new one behind the rows that are done.
    ///
    /// # Errors
    /// As [`edit`](Self::edit); when somebody else holds the database for too long; and when it
    /// cannot be written.
    pub fn repair<R: Driver<Dialect = D>>(&mut self, db: &mut R, version: Version) -> Result<Edit> {
        let span = tracing::info_span!("repair", set = self.set.name());
        let _entered = span.enter();
        self.amend(db, |runner, db| runner.decide_repair(db, version))
    }

    /// The SQL that [`repair`](Self::repair) would send. It writes nothing.
    ///
    /// # Errors
    /// As [`edit`](Self::edit).
    pub fn repair_dry_run<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        version: Version,
    ) -> Result<DryRun> {
        let decision = self.decide_repair(db, version)?;
        self.amend_dry_run(db, decision)
    }

    fn decide_repair<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        version: Version,
    ) -> Result<Decision<Edit>> {
        let history = self.read(db)?;
        if !self.is_half_done_backfill(&history, version) {
            plan::applied(&self.set, &history, version)?;
        }
        let Some(migration) = self.set.get(version) else {
            return Err(self.lacking(db, &history, version));
        };
        let patience = self.options.patience();
        let rows = db.rows(self.set.name(), patience)?;
        let texts = db.texts(self.set.name(), version, patience)?.unwrap_or_default();
        let row = rows.into_iter().find(|row| row.version == version);
        // Gone since the first look: the write is refused as stale then.
        let row = row.ok_or_else(|| self.lacking(db, &history, version))?;
        let edit = self.compare(migration, &row, &texts);
        let detail = format!("checksum {} instead of {}", edit.new_checksum, edit.old_checksum);
        let entry = Amend {
            job: Job::up(migration),
            change: AmendChange::Repair,
            level: Level::Warning,
            detail: Some(detail),
        };
        let entries = if edit.extent == Extent::Nothing { Vec::new() } else { vec![entry] };
        Ok(Decision { mark: history.mark(), place: Place::History, entries, outcome: edit })
    }

    /// A backfill that stopped goes on with the text that is accepted here.
    fn is_half_done_backfill(&self, history: &History, version: Version) -> bool {
        let is_backfill = |it: &Migration| matches!(it.up(), Body::Backfill(_));
        let status = history.get(version).map(|entry| entry.status);
        matches!(status, Some(RowStatus::Running | RowStatus::Failed))
            && self.set.get(version).is_some_and(is_backfill)
    }

    fn compare(&self, migration: &Migration, row: &Applied, texts: &Texts) -> Edit {
        let (up, down) = (sql(Some(migration.up())), sql(migration.down()));
        let changes = match (&texts.up, up) {
            (Some(old), Some(new)) => changes(old, new, D::NAME),
            _ => Vec::new(),
        };
        let same = texts.up.as_deref() == up
            && texts.down.as_deref() == down
            && row.name == migration.name()
            && row.depends_on == migration.depends_on();
        let extent = match (row.checksum == migration.checksum(), same) {
            (true, true) => Extent::Nothing,
            (true, false) => Extent::Around,
            (false, _) => Extent::Meaning,
        };
        Edit {
            set: self.set.name().to_owned(),
            version: migration.version(),
            name: migration.name().to_owned(),
            applied_at: row.applied_at.clone(),
            old_checksum: row.checksum.clone(),
            new_checksum: migration.checksum().to_owned(),
            old_rollback_class: row.rollback_class.clone(),
            rollback_class: migration.rollback_class(),
            changes,
            extent,
        }
    }

    /// The error about an applied migration that the set lacks.
    fn lacking<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        history: &History,
        version: Version,
    ) -> Error {
        let error = plan::lacking(&self.set, history, version);
        self.explained(db, error)
    }
}

/// The text, unless it is a step in Rust.
fn sql(body: Option<Body>) -> Option<&'static str> {
    match body {
        Some(Body::Sql(text)) => Some(text),
        Some(Body::Code(_) | Body::Backfill(_)) | None => None,
    }
}
