//! An SQL file that a set lists, with the rollback beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fault::advised;
use super::read::{attach_down, read};
use super::reading::Reading;
use super::stem::Stem;
use super::value::whole_number;
use crate::Dialect;
use crate::source::disk::read_text;
use crate::source::{Fault, Source, SourceFile};

/// An SQL file that a set lists, read.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The migration. Its directions are slices of the files' texts.
    pub source: Source,
    /// Every file that was read, the migration's own first: a change in any of them changes the
    /// migration.
    pub files: Vec<EntryFile>,
}

/// One of the files that an entry was read from.
#[derive(Clone, Debug)]
pub struct EntryFile {
    /// Its path.
    pub path: PathBuf,
    /// Its text: the very value that the directions in it refer to (`Arc::ptr_eq`).
    pub file: Arc<SourceFile>,
}

/// Reads the SQL file at `path`, called `name` in messages, and the `.rollback.sql` or `.down.sql`
/// beside it (`0003_x.down.sql` for `0003_x.sql` and for `0003_x.up.sql`).
///
/// # Errors
/// If the file is missing or unreadable, two rollbacks stand beside it, or [`read`] refuses one of
/// them.
pub fn read_entry(path: &Path, name: &str, dialect: Dialect) -> Result<Entry, Vec<Fault>> {
    let reading = Reading::entry(dialect);
    let text = read_text(path).map_err(|error| vec![error.into_fault(name)])?;
    let file = SourceFile::new(name, text);
    let base = base(name);
    let stem = Stem::parse(base).map_err(|_| {
        let message = format!("the number of `{name}` is not a version");
        vec![advised(&file, 0..0, message, whole_number())]
    })?;
    let mut source = read(&file, &stem, reading)?;
    let mut files = vec![EntryFile { path: path.to_owned(), file }];
    for ending in [".rollback.sql", ".down.sql"] {
        let sibling = path.with_file_name(format!("{base}{ending}"));
        let shown = format!("{}{base}{ending}", folder(name));
        match read_text(&sibling) {
            Ok(text) => {
                let file = SourceFile::new(shown, text);
                attach_down(&mut source, &file, reading)?;
                files.push(EntryFile { path: sibling, file });
            }
            Err(error) if error.is_missing() => {}
            Err(error) => return Err(vec![error.into_fault(&shown)]),
        }
    }
    Ok(Entry { source, files })
}

/// The part of a file's name that it shares with those beside it.
fn base(name: &str) -> &str {
    let file = &name[folder(name).len()..];
    let stem = file.strip_suffix(".sql").unwrap_or(file);
    stem.strip_suffix(".up").unwrap_or(stem)
}

/// A path up to and with its last separator.
fn folder(name: &str) -> &str {
    name.rfind(['/', '\\']).map_or("", |end| &name[..=end])
}
