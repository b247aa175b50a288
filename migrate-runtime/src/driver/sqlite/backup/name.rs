//! The names of backups, which sort by time: `shop.db.20260302T091500123Z.v7.backup`.

use std::path::{Path, PathBuf};

use migrate_codegen::Version;

/// How a backup's name ends.
const BACKUP: &str = ".backup";
/// How the name of a copy ends that did not pass its check, and is kept all the same.
const DAMAGED: &str = ".damaged";

/// What the name of a backup says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// When it was made: `2026-03-02T09:15:00.123Z`.
    pub(super) at: String,
    pub(super) version: Option<Version>,
}

impl Name {
    /// The file name, for a database of that name.
    pub(super) fn of(&self, database: &str) -> String {
        let at: String = self.at.chars().filter(char::is_ascii_alphanumeric).collect();
        let version = self.version.map_or_else(|| "0".to_owned(), |version| version.to_string());
        format!("{database}.{at}.v{version}{BACKUP}")
    }

    /// What the file name of a backup of that database says; `None` when it is another file.
    pub(super) fn read(file: &str, database: &str) -> Option<Self> {
        let rest = file.strip_prefix(database)?.strip_prefix('.')?.strip_suffix(BACKUP)?;
        let (at, version) = rest.split_once(".v")?;
        let version: Version = version.parse().ok()?;
        let version = (version != Version::default()).then_some(version);
        Some(Self { at: spread(at)?, version })
    }
}

/// The name that a damaged copy gets instead of this one.
pub(super) fn damaged(path: &Path) -> PathBuf {
    path.with_extension(DAMAGED.trim_start_matches('.'))
}

/// `2026-03-02T09:15:00.123Z` of `20260302T091500123Z`.
fn spread(at: &str) -> Option<String> {
    let (day, time) = at.strip_suffix('Z')?.split_once('T')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if day.len() != 8 || time.len() != 9 || !digits(day) || !digits(time) {
        return None;
    }
    let (year, month, day) = (&day[..4], &day[4..6], &day[6..]);
    let (hour, minute, second, rest) = (&time[..2], &time[2..4], &time[4..6], &time[6..]);
    Some(format!("{year}-{month}-{day}T{hour}:{minute}:{second}.{rest}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, expected: Option<(&str, i64)>) {
        let read = Name::read(file, "shop.db");
        let expected = expected.map(|(at, version)| Name {
            at: at.to_owned(),
            version: Version::new(version).filter(|version| version.get() > 0),
        });
        assert_eq!(read, expected, "{file}");
        if let Some(name) = read {
            assert_eq!(name.of("shop.db"), file);
        }
    }

    #[test]
    fn names_say_when_and_how_far() {
        let at = "2026-03-02T09:15:00.123Z";
        check("shop.db.20260302T091500123Z.v7.backup", Some((at, 7)));
        check("shop.db.20260302T091500123Z.v0.backup", Some((at, 0)));
        check("shop.db.20260302T091500123Z.v7.damaged", None);
        check("shop.db.20260302T0915Z.v7.backup", None);
        check("shop.db.ä0260302T091500123Z.v7.backup", None);
        check("shop.db.20260302T091500123Z.vx.backup", None);
        check("other.db.20260302T091500123Z.v7.backup", None);
        check("shop.db", None);
    }

    #[test]
    fn damaged_copies_have_another_name() {
        let path = damaged(Path::new("b/shop.db.20260302T091500123Z.v7.backup"));
        assert_eq!(path, Path::new("b/shop.db.20260302T091500123Z.v7.damaged"));
    }
}
