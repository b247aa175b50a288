//! The version and the name that a file's name gives.

use crate::{ParseVersionError, Version};

/// What a file's name says of the migration in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stem {
    /// Its number; `None` when the name begins with none.
    pub version: Option<Version>,
    /// What follows the number; the whole stem when nothing does.
    pub name: String,
}

impl Stem {
    /// Reads a file's name without `.sql`: `0007_x`, `0007-x`, `V7__x`, `20250122001_x` and, as
    /// diesel names its folders, `2020-01-01-000000_x`.
    ///
    /// # Errors
    /// If the number is too large, or has a fraction (`V1.2__x`).
    ///
    /// # Example
    /// ```
    /// use migrate_codegen::source::sql::Stem;
    ///
    /// let stem = Stem::parse("0007_add-email")?;
    /// assert_eq!(stem.version.map(|version| version.get()), Some(7));
    /// assert_eq!(stem.name, "add-email");
    /// # Ok::<(), migrate_codegen::ParseVersionError>(())
    /// ```
    pub fn parse(stem: &str) -> Result<Self, ParseVersionError> {
        let Some((number, name)) = prefixed(stem).or_else(|| dated(stem)).or_else(|| plain(stem))
        else {
            return Ok(Self { version: None, name: stem.to_owned() });
        };
        let version = number.parse()?;
        let name = if name.is_empty() { stem } else { name };
        Ok(Self { version: Some(version), name: name.to_owned() })
    }
}

/// `V7__x`, refinery's form (`U7__x` is its unversioned one). The number may hold a `.`, which is
/// then no version.
fn prefixed(stem: &str) -> Option<(String, &str)> {
    let (number, name) = stem.strip_prefix(['V', 'v', 'U'])?.split_once("__")?;
    let digits = number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits.then(|| (number.to_owned(), name))
}

/// `2020-01-01-000000_x`, diesel's form, also without the time, or with the counter that newer
/// versions append (`-0000`).
///
/// Diesel orders these as text. So that numbers order them alike, a date alone is its midnight, and
/// the counter counts on from the second.
fn dated(stem: &str) -> Option<(String, &str)> {
    let (date, name) = stem.split_once('_').unwrap_or((stem, ""));
    let groups: Vec<&str> = date.split('-').collect();
    let lengths = groups.iter().map(|group| group.len());
    let fits = (3..=5).contains(&groups.len())
        && lengths.eq([4, 2, 2, 6, 4].into_iter().take(groups.len()))
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    if !fits {
        return None;
    }
    let counter: u64 = groups.get(4).map_or(Ok(0), |counter| counter.parse()).ok()?;
    let second: u64 = format!("{:0<14}", groups[..groups.len().min(4)].concat()).parse().ok()?;
    Some((format!("{:014}", second + counter), name))
}

/// `0007_x`, `0007-x`, `0007.x` or `0007`.
fn plain(stem: &str) -> Option<(String, &str)> {
    let end = stem.find(|c: char| !c.is_ascii_digit()).unwrap_or(stem.len());
    let (number, rest) = stem.split_at(end);
    let name = rest.trim_start_matches(['_', '-', '.', ' ']);
    let fits = !number.is_empty() && (rest.is_empty() || name.len() < rest.len());
    fits.then(|| (number.to_owned(), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(stem: &str, version: Option<i64>, name: &str) {
        let read = Stem::parse(stem).expect("a stem");
        assert_eq!((read.version.map(Version::get), read.name.as_str()), (version, name));
    }

    #[test]
    fn numbers() {
        check("0007_x", Some(7), "x");
        check("0007-x_y", Some(7), "x_y");
        check("0007__x", Some(7), "x");
        check("7", Some(7), "7");
        check("0_init", Some(0), "init");
        check("20250122001_x", Some(20_250_122_001), "x");
        check("0007-2fa_tokens", Some(7), "2fa_tokens");
        check("0007_2024_report", Some(7), "2024_report");
    }

    #[test]
    fn other_tools() {
        check("V1__x", Some(1), "x");
        check("V0012__create_users", Some(12), "create_users");
        check("U3__x", Some(3), "x");
        check("2020-01-01-000000_x", Some(20_200_101_000_000), "x");
        check("2025-09-19-132648-0000_x", Some(20_250_919_132_648), "x");
        check("2025-09-19-132648-0002_x", Some(20_250_919_132_650), "x");
        check("2024-03-13_170000_x", Some(20_240_313_000_000), "170000_x");
        check("00000000000000_diesel_initial_setup", Some(0), "diesel_initial_setup");
    }

    #[test]
    fn no_number() {
        check("seed", None, "seed");
        check("Vienna__x", None, "Vienna__x");
        check("V__x", None, "V__x");
        check("2fa", None, "2fa");
        check("", None, "");
    }

    #[test]
    fn no_version() {
        for stem in ["V1.2__x", "9223372036854775808_x", "99999999999999999999999_x"] {
            assert!(Stem::parse(stem).is_err(), "{stem}");
        }
    }
}
