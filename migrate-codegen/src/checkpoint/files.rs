//! Finding the generated files of a set.

use std::path::{Path, PathBuf};

use crate::snapshot::{Company, Files};
use crate::source::disk;

/// The texts of the generated files of a set.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    /// Where they lie.
    pub files: Files,
    /// The text of `schema.sql`.
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "an engine starts from it"))]
    pub(super) schema_sql: String,
    /// The text of `migrations.sum`.
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "an engine starts from it"))]
    pub(super) migrations_sum: String,
}

impl Checkpoint {
    /// The files of the set `name`, whose static stands in the file `source`; `None` without them.
    #[must_use]
    pub fn find(source: &Path, name: &str) -> Option<Self> {
        let files = Files::of_set(source, name, Company::Alone);
        // Git may have changed the line ends.
        let read = |path: PathBuf| Some(disk::read_text(&path).ok()?.replace("\r\n", "\n"));
        let migrations_sum = read(files.migrations_sum())?;
        let schema_sql = read(files.schema_sql())?;
        Some(Self { files, schema_sql, migrations_sum })
    }

    /// A checkpoint of these texts.
    #[cfg(all(test, feature = "sqlite"))]
    pub(crate) fn of(schema_sql: &str, migrations_sum: &str) -> Self {
        Self {
            files: Files::of_set(Path::new("src/lib.rs"), "test", Company::Alone),
            schema_sql: schema_sql.to_owned(),
            migrations_sum: migrations_sum.to_owned(),
        }
    }
}
