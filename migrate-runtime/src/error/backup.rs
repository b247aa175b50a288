//! Why a database is not backed up, or a backup not restored.

use std::fmt::{self, Formatter};
use std::path::PathBuf;

use super::{Error, Kind};
use crate::exit_code;
use crate::human;

/// Why a database is not backed up, or a backup not restored. Nothing was changed.
#[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite is backed up"))]
#[derive(Debug)]
pub(crate) enum BackupFault {
    // There is no place for a backup.
    NoEngine,
    NoPlace,
    Directory { path: PathBuf },
    NoRoom { path: PathBuf, needs: u64, free: u64 },
    Writing { path: PathBuf },
    // The copy is not what it should be.
    Unsound { path: PathBuf, fault: String },
    // The file is not what it should be.
    Absent { path: PathBuf },
    Unreadable { path: PathBuf },
    NoBackup { path: PathBuf },
    Empty { path: PathBuf },
    Foreign { path: PathBuf, set: String },
    Script { path: PathBuf, line: usize },
    Forbidden { path: PathBuf, line: usize, word: String },
    Unfinished { path: PathBuf },
    // The database does not stand still.
    Restless,
}

impl Error {
    /// A backup is not made, or not restored.
    pub(crate) fn backup(fault: BackupFault) -> Self {
        Self::new(Kind::Backup(Box::new(fault)))
    }
}

impl BackupFault {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::NoEngine | Self::NoPlace | Self::Absent { .. } => exit_code::USAGE,
            Self::Directory { .. }
            | Self::NoRoom { .. }
            | Self::Writing { .. }
            | Self::Unreadable { .. } => exit_code::FAILED,
            Self::Unsound { .. }
            | Self::NoBackup { .. }
            | Self::Empty { .. }
            | Self::Foreign { .. }
            | Self::Script { .. }
            | Self::Forbidden { .. }
            | Self::Unfinished { .. } => exit_code::UNSAFE,
            Self::Restless => exit_code::LOCKED,
        }
    }

    pub(super) fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEngine => f.write_str("this engine is not backed up by this program"),
            Self::NoPlace => f.write_str(
                "a database in memory has no directory beside it for backups (hint: name one with \
                 `backup_dir`)",
            ),
            Self::Directory { path } => write!(
                f,
                "the directory `{}` for backups cannot be used (hint: check that it exists and \
                 may be written, or name another one with `backup_dir`)",
                path.display()
            ),
            Self::NoRoom { path, needs, free } => write!(
                f,
                "a backup takes {}, and only {} are free in `{}` (hint: make room, or name another \
                 directory with `backup_dir`)",
                human::amount(*needs),
                human::amount(*free),
                path.display()
            ),
            Self::Writing { path } => {
                write!(f, "the backup `{}` could not be written", path.display())
            }
            Self::Restless => f.write_str(
                "others kept writing to the database, so nothing was restored (hint: stop them, \
                 then restore again)",
            ),
            _ => self.write_file(f),
        }
    }

    fn write_file(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsound { path, fault } => {
                write!(
                    f,
                    "the copy `{}` did not pass its check: {fault} (hint: what it was copied from may \
                     be damaged itself, which `PRAGMA integrity_check` says)",
                    path.display()
                )
            }
            Self::Absent { path } => write!(
                f,
                "there is no backup `{}` (hint: `backup list` shows what there is)",
                path.display()
            ),
            Self::Unreadable { path } => write!(f, "`{}` cannot be read", path.display()),
            Self::NoBackup { path } => {
                write!(f, "`{}` is neither a database nor SQL text", path.display())
            }
            Self::Empty { path } => write!(f, "there is nothing in `{}`", path.display()),
            Self::Foreign { path, set } => write!(
                f,
                "`{}` has no history of `{set}` (hint: check which file it is; `--force` restores \
                 it all the same)",
                path.display()
            ),
            Self::Script { path, line } => {
                write!(f, "`{}` fails as SQL text at line {line}", path.display())
            }
            Self::Forbidden { path, line, word } => write!(
                f,
                "`{}` says `{word}` at line {line}, which reaches other files (hint: remove it)",
                path.display()
            ),
            Self::Unfinished { path } => write!(
                f,
                "`{}` ends inside a transaction (hint: the file is only a part of a dump)",
                path.display()
            ),
            _ => Ok(()),
        }
    }
}
