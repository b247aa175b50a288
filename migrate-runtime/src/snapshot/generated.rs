//! The generated files of one set: what they must hold, and what they hold.

use std::io;
use std::path::{Path, PathBuf};

use migrate_codegen::check::Report;
use migrate_codegen::snapshot::{NoSnapshot, Settings, compare, take};
use migrate_codegen::source::Source;
use serde::Serialize;

use super::diff;
use super::files::Files;

/// The generated files of one set, made but not written.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files.
    pub files: Vec<GeneratedFile>,
}

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Where it lies.
    pub path: PathBuf,
    /// What it must hold.
    pub text: String,
}

/// What writing a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It holds something new.
    Written,
    /// It held that already.
    Unchanged,
}

/// A file that does not hold what it must.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outdated {
    /// The file, relative to the folder where that is possible.
    pub file: String,
    /// What is wrong with it, and what to do.
    pub message: String,
    /// The difference, as `diff -u` prints it; empty where it would say nothing.
    pub diff: String,
}

/// What the sum file remembers, as it is now.
///
/// # Errors
/// When it is there and cannot be read.
pub(crate) fn settings(files: &Files) -> io::Result<Settings> {
    let sum = read(&files.migrations_sum())?;
    Ok(sum.as_deref().map(Settings::read).unwrap_or_default())
}

impl Generated {
    /// Makes the files from the migrations and what a full check found out about them.
    ///
    /// # Errors
    /// When the check found errors, or no engine replayed the history.
    pub fn new(
        sources: &[Source],
        report: &Report,
        settings: &Settings,
        files: &Files,
    ) -> Result<Self, NoSnapshot> {
        let snapshot = take(sources, report, settings)?;
        let file = |path, text| GeneratedFile { path, text };
        let files = vec![
            file(files.schema_sql(), snapshot.schema_sql),
            file(files.migrations_sum(), snapshot.migrations_sum),
        ];
        Ok(Self { files })
    }

    /// Writes what is not there already; what became of each file.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn write(&self) -> io::Result<Vec<(PathBuf, Change)>> {
        let write = |file: &GeneratedFile| {
            let own = read(&file.path)?;
            // Git may have changed the line ends: that is no reason to write.
            let same = own.is_some_and(|own| own.replace("\r\n", "\n") == file.text);
            if same {
                return Ok((file.path.clone(), Change::Unchanged));
            }
            std::fs::write(&file.path, &file.text)?;
            Ok((file.path.clone(), Change::Written))
        };
        self.files.iter().map(write).collect()
    }

    /// The files that do not hold what they must.
    ///
    /// # Errors
    /// When a file is there and cannot be read.
    pub fn outdated(&self) -> io::Result<Vec<Outdated>> {
        let mut outdated = Vec::new();
        for file in &self.files {
            let name = file.path.to_string_lossy();
            if let Some(stale) = compare(&name, &file.text, read(&file.path)?.as_deref()) {
                let texts = stale.texts.as_ref();
                let diff = texts.map(|(found, expected)| diff::unified(&name, found, expected));
                outdated.push(Outdated {
                    file: stale.name,
                    message: stale.message,
                    diff: diff.unwrap_or_default(),
                });
            }
        }
        Ok(outdated)
    }
}

/// The text of a file; `None` when there is none.
fn read(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))),
    }
}
