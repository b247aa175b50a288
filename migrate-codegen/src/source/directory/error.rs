//! Directories that cannot be read as one history.

use std::fmt;
use std::path::Path;

use super::layout::Layout;
use super::layouts::Proof;
use crate::source::disk::DiskError;

/// A directory that cannot be read as one history.
#[derive(Debug)]
pub struct DirectoryError {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Disk(DiskError),
    Empty { path: String, layout: Option<Layout> },
    Mixed { message: String },
}

impl DirectoryError {
    pub(super) fn disk(error: DiskError) -> Self {
        Self { kind: Kind::Disk(error) }
    }

    pub(super) fn empty(path: &Path, layout: Option<Layout>) -> Self {
        Self { kind: Kind::Empty { path: path.display().to_string(), layout } }
    }

    pub(super) fn two_tools(path: &Path, [one, other]: [(Layout, &Proof); 2]) -> Self {
        let path = path.display();
        let says = |(layout, proof): (Layout, &Proof)| {
            format!("`{}` {} ({layout})", proof.file, proof.because)
        };
        let message = format!("`{path}` mixes two layouts: {}, {}", says(one), says(other));
        Self { kind: Kind::Mixed { message } }
    }

    pub(super) fn stranger(path: &Path, layout: Layout, proof: &Proof, stranger: &str) -> Self {
        let path = path.display();
        let message = format!(
            "`{path}` mixes two layouts: `{}` {} ({layout}), and `{stranger}` is no file of {layout}",
            proof.file, proof.because
        );
        Self { kind: Kind::Mixed { message } }
    }

    /// Whether the directory is missing.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(&self.kind, Kind::Disk(error) if error.is_missing())
    }

    /// Whether the directory holds no migration.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.kind, Kind::Empty { .. })
    }

    /// Whether the directory holds the files of two tools.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        matches!(self.kind, Kind::Mixed { .. })
    }
}

impl fmt::Display for DirectoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Disk(error) => error.fmt(f),
            Kind::Empty { path, layout: None } => write!(
                f,
                "`{path}` holds no migration (hint: SQL files whose names begin with a number, \
                 such as `0001_create_users.sql`)"
            ),
            Kind::Empty { path, layout: Some(layout) } => write!(
                f,
                "`{path}` holds no migration of {layout} (hint: leave the layout out, and it is \
                 recognised)"
            ),
            Kind::Mixed { message } => write!(
                f,
                "{message} (hint: keep one layout in a directory, or name the one to read with \
                 `--layout`, and the other files are skipped)"
            ),
        }
    }
}

impl std::error::Error for DirectoryError {}
