//! The number that orders migrations.

use std::fmt;
use std::str::FromStr;

/// A migration's version: a whole number from 0 to `i64::MAX`.
///
/// Both counters (`3`) and timestamps (`20250122001`) are versions, and gaps are fine. The upper
/// bound is what every supported database stores without loss.
///
/// # Example
/// ```
/// use migrate_codegen::Version;
///
/// let version: Version = "0007".parse()?;
/// assert_eq!(version, Version::new(7).expect("in range"));
/// assert_eq!(version.to_string(), "7");
/// # Ok::<(), migrate_codegen::ParseVersionError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Version(i64);

impl Version {
    /// The smallest version, 0.
    pub const ZERO: Self = Self(0);
    /// The largest version, `i64::MAX`.
    pub const MAX: Self = Self(i64::MAX);

    /// A version from a number; `None` when it is negative.
    #[must_use]
    pub const fn new(number: i64) -> Option<Self> {
        if number < 0 { None } else { Some(Self(number)) }
    }

    /// The number, as it is stored in a database.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Version {
    type Err = ParseVersionError;

    /// Reads decimal digits; leading zeros and `_` between digits are allowed.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: String = text.chars().filter(|&c| c != '_').collect();
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        match digits.parse() {
            Ok(number) if plain && !text.starts_with('_') => Ok(Self(number)),
            _ => Err(ParseVersionError { text: text.to_owned() }),
        }
    }
}

/// The text is not a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseVersionError {
    text: String,
}

impl fmt::Display for ParseVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a version (hint: a whole number from 0 to {})", self.text, i64::MAX)
    }
}

impl std::error::Error for ParseVersionError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, number) in
            [("0", 0), ("007", 7), ("20250122001", 20_250_122_001), ("2025_01_22", 20_250_122)]
        {
            assert_eq!(text.parse(), Ok(Version(number)), "{text}");
        }
        assert_eq!("9223372036854775807".parse(), Ok(Version::MAX));
    }

    #[test]
    fn refuses_the_rest() {
        for text in ["", "_", "_1", "-1", "+1", "1.0", "a", "9223372036854775808", "١"] {
            let error = text.parse::<Version>().expect_err(text);
            assert!(error.to_string().starts_with(&format!("`{text}` is not a version")));
        }
    }
}
