//! What a directory and the folders in it hold, with the texts of its SQL files.

use std::path::Path;
use std::sync::Arc;

use crate::source::disk::{DiskError, FoundKind, list, read_text};
use crate::source::sql::Stem;
use crate::source::{Fault, SourceFile};

/// The files of a directory and of the folders right in it, ordered by the bytes of their paths.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) files: Vec<Listed>,
}

/// One file.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its path in the directory: `x.sql` or `folder/x.sql`.
    pub(super) path: String,
    pub(super) content: Content,
}

/// What is in a file, as far as it matters here.
#[derive(Debug)]
pub(super) enum Content {
    /// The text of an SQL file, or of a file of settings.
    Text(Arc<SourceFile>),
    /// It should have a text, but cannot be read.
    Unreadable(Fault),
    /// Nothing that migrates anything.
    Other,
}

impl Listing {
    /// Lists `directory`, and reads each SQL file once. Hidden files are left out.
    ///
    /// # Errors
    /// If the directory or a folder in it cannot be listed.
    pub(super) fn read(directory: &Path) -> Result<Self, DiskError> {
        let mut files = Vec::new();
        add(directory, "", &mut files)?;
        Ok(Self { files })
    }

    /// The texts of the SQL files.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&Listed, &str)> {
        self.files.iter().filter_map(|listed| match &listed.content {
            Content::Text(file) => Some((listed, file.text.as_str())),
            Content::Unreadable(_) | Content::Other => None,
        })
    }

    /// The file with this path.
    pub(super) fn get(&self, path: &str) -> Option<&Listed> {
        self.files.iter().find(|listed| listed.path == path)
    }
}

impl Listed {
    /// The folder that it stands in; empty in the directory itself.
    pub(super) fn folder(&self) -> &str {
        self.path.split_once('/').map_or("", |(folder, _)| folder)
    }

    /// Its own name.
    pub(super) fn name(&self) -> &str {
        self.path.split_once('/').map_or(self.path.as_str(), |(_, name)| name)
    }

    /// Its name without `.sql`, if it is an SQL file of the directory itself.
    pub(super) fn top_stem(&self) -> Option<&str> {
        if self.folder().is_empty() { self.name().strip_suffix(".sql") } else { None }
    }
}

/// Whether a name begins with a version, one too large included.
pub(super) fn is_numbered(stem: &str) -> bool {
    Stem::parse(stem).map_or(true, |stem| stem.version.is_some())
}

fn add(directory: &Path, folder: &str, files: &mut Vec<Listed>) -> Result<(), DiskError> {
    for found in list(directory)? {
        let name = found.name.to_string_lossy();
        let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
        match found.kind {
            _ if name.starts_with('.') => {}
            FoundKind::Folder if folder.is_empty() => add(&found.path, &path, files)?,
            FoundKind::Folder => {}
            FoundKind::File | FoundKind::Other => {
                let content = match found.name.to_str() {
                    Some(_) => content(&found.path, &path),
                    None => unnamed(&found.path, &path),
                };
                files.push(Listed { path, content });
            }
        }
    }
    Ok(())
}

fn content(path: &Path, shown: &str) -> Content {
    let sql = shown.strip_suffix(".sql").is_some();
    if !sql && !shown.ends_with("/metadata.toml") {
        return Content::Other;
    }
    let name = path.display().to_string();
    match read_text(path) {
        Ok(text) => Content::Text(SourceFile::new(name, text)),
        Err(error) => Content::Unreadable(error.into_fault(&name)),
    }
}

/// A file whose name is not UTF-8: it cannot be told apart by name, nor listed in a program.
fn unnamed(path: &Path, shown: &str) -> Content {
    if shown.strip_suffix(".sql").is_none() {
        return Content::Other;
    }
    let message = "the file's name is not UTF-8".to_owned();
    let help = Some("rename it".to_owned());
    let file = SourceFile::new(path.display().to_string(), "");
    Content::Unreadable(Fault { file, at: 0..0, message, help })
}
