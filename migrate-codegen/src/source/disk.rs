//! The only module that touches files: texts and listings, with errors that name the path.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::{Fault, SourceFile};

/// Something that a directory holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name, which need not be UTF-8.
    pub name: OsString,
    /// Its path: the directory's as it was given, with the name.
    pub path: PathBuf,
    /// What it is.
    pub kind: FoundKind,
}

/// What something in a directory is, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoundKind {
    /// A regular file.
    File,
    /// A directory.
    Folder,
    /// A pipe, a device, or a link to nothing: reading it may fail or never return.
    Other,
}

/// The text of a file.
///
/// # Errors
/// If it is missing, not a regular file, unreadable, or not UTF-8; then the error says at which
/// byte and line.
pub fn read_text(path: &Path) -> Result<String, DiskError> {
    let failed = |error: io::Error| DiskError::new(path, Kind::of(error));
    let meta = std::fs::metadata(path).map_err(failed)?;
    if meta.is_dir() {
        return Err(DiskError::new(path, Kind::IsFolder));
    }
    if !meta.is_file() {
        return Err(DiskError::new(path, Kind::NotRegular));
    }
    String::from_utf8(std::fs::read(path).map_err(failed)?).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..offset].split(|&byte| byte == b'\n').count();
        DiskError::new(path, Kind::NotUtf8 { offset, line })
    })
}

/// Whether there is a file of that name.
#[must_use]
pub fn exists(path: &Path) -> bool {
    path.is_file()
}

/// What a directory holds, ordered by the bytes of the names, whatever the locale.
///
/// # Errors
/// If it is missing, not a directory, or unreadable.
pub fn list(path: &Path) -> Result<Vec<Found>, DiskError> {
    let failed = |error: io::Error| DiskError::new(path, Kind::of(error));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = match std::fs::metadata(entry.path()) {
            Ok(meta) if meta.is_file() => FoundKind::File,
            Ok(meta) if meta.is_dir() => FoundKind::Folder,
            _ => FoundKind::Other,
        };
        found.push(Found { name: entry.file_name(), path: entry.path(), kind });
    }
    found.sort_by(|a, b| a.name.as_encoded_bytes().cmp(b.name.as_encoded_bytes()));
    Ok(found)
}

/// A file or a directory that cannot be read.
#[derive(Debug)]
pub struct DiskError {
    path: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Missing,
    Denied,
    IsFolder,
    NotFolder,
    NotRegular,
    NotUtf8 { offset: usize, line: usize },
    Other(io::Error),
}

impl Kind {
    fn of(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            io::ErrorKind::NotADirectory => Self::NotFolder,
            _ => Self::Other(error),
        }
    }
}

impl DiskError {
    fn new(path: &Path, kind: Kind) -> Self {
        Self { path: path.display().to_string(), kind }
    }

    /// The path, as it was given.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether nothing is there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self.kind, Kind::Missing)
    }

    /// Whether the file is there, but is not UTF-8 text.
    #[must_use]
    pub fn is_not_utf8(&self) -> bool {
        matches!(self.kind, Kind::NotUtf8 { .. })
    }

    /// The same as a fault of a file that is called `name` in messages.
    #[must_use]
    pub fn into_fault(mut self, name: &str) -> Fault {
        name.clone_into(&mut self.path);
        let help = self.hint().map(str::to_owned);
        Fault { file: SourceFile::new(name, ""), at: 0..0, message: self.what(), help }
    }

    fn what(&self) -> String {
        let path = &self.path;
        match &self.kind {
            Kind::Missing => format!("`{path}` does not exist"),
            Kind::Denied => format!("no permission to read `{path}`"),
            Kind::IsFolder => format!("`{path}` is a directory, not a file"),
            Kind::NotFolder => format!("`{path}` is not a directory"),
            Kind::NotRegular => format!("`{path}` is not a regular file"),
            Kind::NotUtf8 { offset, line } => {
                format!("`{path}` is not UTF-8 text: line {line}, byte {offset} of the file")
            }
            Kind::Other(error) => format!("`{path}` cannot be read: {error}"),
        }
    }

    fn hint(&self) -> Option<&'static str> {
        match self.kind {
            Kind::NotUtf8 { .. } => Some("save it as UTF-8"),
            _ => None,
        }
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what())?;
        self.hint().map_or(Ok(()), |hint| write!(f, " (hint: {hint})"))
    }
}

// The io error is part of the message already, so it is not a source as well.
impl std::error::Error for DiskError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary directory")
    }

    #[track_caller]
    fn check(error: &DiskError, expected: &str) {
        let folder = Path::new(error.path()).parent().expect("inside a folder").display();
        assert_eq!(error.to_string().replace(&format!("{folder}/"), ""), expected);
    }

    #[test]
    fn errors_name_the_path_and_the_place() {
        let folder = folder();
        let path = |name| folder.path().join(name);
        std::fs::write(path("latin1.sql"), b"SELECT 1;\n-- caf\xe9\n").expect("written");
        std::fs::create_dir(path("sub")).expect("created");
        let read = |name| read_text(&path(name)).expect_err(name);
        check(&read("absent.sql"), "`absent.sql` does not exist");
        check(&read("sub"), "`sub` is a directory, not a file");
        check(
            &read("latin1.sql"),
            "`latin1.sql` is not UTF-8 text: line 2, byte 16 of the file (hint: save it as UTF-8)",
        );
        let listed = |name| list(&path(name)).expect_err(name);
        check(&listed("absent"), "`absent` does not exist");
        check(&listed("latin1.sql"), "`latin1.sql` is not a directory");
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        let denied = DiskError::new(&path("x.sql"), Kind::of(denied));
        check(&denied, "no permission to read `x.sql`");
    }

    #[test]
    fn lists_by_bytes() {
        let folder = folder();
        for name in ["b.sql", "B.sql", "a.sql", "é.sql", "10.sql", "9.sql"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        let names: Vec<_> = list(folder.path())
            .expect("listed")
            .into_iter()
            .map(|found| found.name.into_string().expect("UTF-8"))
            .collect();
        assert_eq!(names, ["10.sql", "9.sql", "B.sql", "a.sql", "b.sql", "é.sql"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_read() {
        use std::os::unix::net::UnixListener;

        let folder = folder();
        let path = folder.path().join("0001_x.sql");
        let _socket = UnixListener::bind(&path).expect("bound");
        check(&read_text(&path).expect_err("a socket"), "`0001_x.sql` is not a regular file");
        assert_eq!(list(folder.path()).expect("listed")[0].kind, FoundKind::Other);
    }
}
