//! Comparing the schema that is there with the one that the applied migrations make.

use migrate_codegen::{Dialect as Name, Version};

use super::Runner;
use crate::adopt::{Replay, Source};
use crate::dialect::Dialect;
use crate::driver::Driver;
use crate::error::{Adoption, Error, Kind, Result, Unknowable};
use crate::history::{Applied, RowStatus};
use crate::report::{Drift, DriftKind, Drifted, changes};
use crate::schema::{Difference, Kind as Object, Schema, What, differences};

impl<D: Dialect> Runner<'_, D> {
    /// How the schema of the database differs from the one that its applied migrations make. It
    /// writes nothing.
    ///
    /// The migrations are replayed in memory, in the order in which they ran; one that the set does
    /// not have, or has with another text, by the text that the history keeps. Of steps in Rust only
    /// the declared `schema` counts. The history's tables and the ledgers of other tools are left
    /// out.
    ///
    /// # Errors
    /// When a migration stands half-way or cannot be replayed, and when the database cannot be read.
    pub fn drift<R: Driver<Dialect = D>>(&self, db: &mut R) -> Result<Drift> {
        let (applied, live) = self.applied_and_live(db).map_err(unknowable)?;
        let (expected, unknown) = self.expected(db, &applied).map_err(unknowable)?;
        let found = differences(&expected, &live);
        Ok(Drift {
            name: self.set.name().to_owned(),
            migrations: applied.len() - unknown.len(),
            unknown,
            differences: found.iter().map(drifted).collect(),
        })
    }

    /// What is applied, in the order in which it ran, and the schema, both of one moment.
    fn applied_and_live<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
    ) -> Result<(Vec<Applied>, Schema)> {
        loop {
            let mark = self.read(db)?.mark();
            let mut rows = db.rows(self.set.name(), self.options.patience())?;
            let live = self.look(db, Source::Schema)?.live;
            if self.read(db)?.mark() != mark {
                self.go_on()?;
                continue;
            }
            rows.retain(|row| row.status != RowStatus::RolledBack);
            if let Some(row) = rows.iter().find(|row| row.status != RowStatus::Applied) {
                let why = match row.status {
                    RowStatus::RollingBack => Unknowable::HalfRolledBack,
                    _ => Unknowable::HalfDone,
                };
                return Err(Error::new(Kind::Unknowable(why)).of(row.version, &row.name));
            }
            rows.sort_by_key(|row| (row.batch, row.version));
            return Ok((rows, live));
        }
    }

    /// The schema that these rows make, and the versions whose part in it nobody here knows.
    fn expected<R: Driver<Dialect = D>>(
        &self,
        db: &mut R,
        applied: &[Applied],
    ) -> Result<(Schema, Vec<Version>)> {
        let (mut replay, mut unknown) = (Replay::new()?, Vec::new());
        for row in applied {
            let migration = self.set.get(row.version);
            if let Some(same) = migration.filter(|it| it.checksum() == row.checksum) {
                replay.apply(same)?;
                continue;
            }
            let texts = db.texts(self.set.name(), row.version, self.options.patience())?;
            match (texts.and_then(|texts| texts.up), migration) {
                (Some(text), _) => replay.apply_text(row.version, &row.name, &text)?,
                (None, Some(edited)) => replay.apply(edited)?,
                (None, None) => unknown.push(row.version),
            }
        }
        Ok((replay.schema()?, unknown))
    }
}

/// The same, in the words of who compares.
fn unknowable(mut error: Error) -> Error {
    let why = match error.kind() {
        Kind::Adoption(Adoption::NotReplayed) => Unknowable::NotReplayed,
        Kind::Adoption(Adoption::NotSqlite) => Unknowable::NotSqlite,
        _ => return error,
    };
    *error.kind_mut() = Kind::Unknowable(why);
    error
}

fn drifted(difference: &Difference<'_>) -> Drifted {
    let object = difference.object;
    let (what, column) = match &difference.what {
        What::Missing => (DriftKind::Missing, None),
        What::Extra => (DriftKind::Extra, None),
        What::Called => (DriftKind::Renamed, None),
        What::Belongs => (DriftKind::Moved, None),
        What::ColumnMissing { column } => (DriftKind::ColumnMissing, Some(column)),
        What::ColumnExtra { column } => (DriftKind::ColumnExtra, Some(column)),
        What::ColumnChanged { old, .. } => (DriftKind::ColumnChanged, Some(old)),
        What::ColumnOrder { old, .. } => (DriftKind::ColumnOrder, Some(old)),
        What::Defined => (DriftKind::Changed, None),
    };
    let (expected, found) = difference.texts();
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Drifted {
        object: object.kind.word(),
        name: object.name.clone(),
        table: match object.kind {
            Object::Table | Object::View => None,
            Object::Index | Object::Trigger => Some(object.table.clone()),
        },
        what,
        column: column.map(|column| column.name.clone()),
        message: difference.to_string(),
        expected: text(expected),
        found: text(found),
        changes: match what {
            DriftKind::Changed => changes(expected, found, Name::Sqlite),
            _ => Vec::new(),
        },
    }
}
