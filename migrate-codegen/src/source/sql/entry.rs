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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Body;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn with(files: &[(&str, &str)]) -> Self {
            let folder = tempfile::tempdir().expect("a temporary directory");
            for (name, text) in files {
                std::fs::write(folder.path().join(name), text).expect("written");
            }
            Self(folder)
        }

        fn read(&self, name: &str) -> Result<Entry, Vec<Fault>> {
            let shown = format!("src/{name}");
            read_entry(&self.0.path().join(name), &shown, Dialect::Sqlite)
        }
    }

    #[track_caller]
    fn check(files: &[(&str, &str)], name: &str, down: Option<&str>, read: &[&str]) {
        let entry = Folder::with(files).read(name).unwrap_or_else(|faults| panic!("{faults:#?}"));
        let found = match &entry.source.down {
            Some(Body::Sql(sql)) => Some((sql.text.as_str(), &sql.file)),
            _ => None,
        };
        assert_eq!(found.map(|(text, _)| text), down);
        assert_eq!((entry.source.version.get(), entry.source.name.as_str()), (3, "x"));
        let names: Vec<_> = entry.files.iter().map(|file| file.file.name.as_str()).collect();
        assert_eq!(names, read);
        assert!(Arc::ptr_eq(&entry.files[0].file, &entry.source.file));
        assert!(found.is_none_or(|(_, down)| {
            entry.files.iter().any(|file| Arc::ptr_eq(&file.file, down))
        }));
    }

    #[track_caller]
    fn check_fault(files: &[(&str, &str)], name: &str, expected: &str) {
        let faults = Folder::with(files).read(name).expect_err("a fault");
        let shown: Vec<_> =
            faults.iter().map(|fault| format!("{}: {}", fault.file.name, fault.message)).collect();
        assert_eq!(shown, [expected]);
    }

    #[test]
    fn siblings() {
        check(&[("0003_x.sql", "a;")], "0003_x.sql", None, &["src/0003_x.sql"]);
        for sibling in ["0003_x.rollback.sql", "0003_x.down.sql"] {
            for own in ["0003_x.sql", "0003_x.up.sql"] {
                let read = [format!("src/{own}"), format!("src/{sibling}")];
                let files = [(own, "a;"), (sibling, "b;"), ("0003_y.down.sql", "c;")];
                check(&files, own, Some("b;"), &[&read[0], &read[1]]);
            }
        }
        let sections = "-- UP MIGRATION\na;\n-- DOWN MIGRATION\nb;";
        check(&[("3-x.sql", sections)], "3-x.sql", Some("\nb;"), &["src/3-x.sql"]);
    }

    #[test]
    fn wrong_siblings() {
        let own = ("0003_x.sql", "a;");
        let rollback = ("0003_x.rollback.sql", "b;");
        let second = "a second rollback: the first stands in";
        check_fault(
            &[own, rollback, ("0003_x.down.sql", "b;")],
            "0003_x.sql",
            &format!("src/0003_x.down.sql: {second} `src/0003_x.rollback.sql`"),
        );
        check_fault(
            &[("0003_x.sql", "a;\n-- DOWN MIGRATION\nb;"), rollback],
            "0003_x.sql",
            &format!("src/0003_x.rollback.sql: {second} `src/0003_x.sql`"),
        );
        check_fault(
            &[own, ("0003_x.down.sql", "-- nothing")],
            "0003_x.sql",
            "src/0003_x.down.sql: `src/0003_x.down.sql` contains no statement",
        );
        check_fault(
            &[own, ("0003_x.down.sql", "SELECT '")],
            "0003_x.sql",
            "src/0003_x.down.sql: this string never ends",
        );
    }

    #[test]
    fn files_that_cannot_be_read() {
        check_fault(&[], "0003_x.sql", "src/0003_x.sql: `src/0003_x.sql` does not exist");
        check_fault(
            &[("V1.2__x.sql", "a;")],
            "V1.2__x.sql",
            "src/V1.2__x.sql: the number of `src/V1.2__x.sql` is not a version",
        );
    }
}
