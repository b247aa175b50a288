//! Which number the next migration gets, and how it is written.

use crate::Version;

/// How the files of a set are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One after the last.
    Count,
    /// By the time, to the second: `20250122093000`.
    Timestamp,
}

/// How a set writes a number in its files' names: `m0007`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What stands before it.
    pub prefix: String,
    /// How many digits it has at least.
    pub width: usize,
}

/// From here on a number is a time: the year 1000, to the second.
const FIRST_TIMESTAMP: i64 = 10_000_000_000_000;

impl Pattern {
    /// Reads it off the name of a file: `m0002_create_orders` gives `m` and four digits.
    #[must_use]
    pub fn of(stem: &str) -> Option<Self> {
        let letters = stem.len() - stem.trim_start_matches(|c: char| !c.is_ascii_digit()).len();
        let digits = stem[letters..].bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0).then(|| Self { prefix: stem[..letters].to_owned(), width: digits })
    }

    /// The number as this set writes it.
    #[must_use]
    pub fn write(&self, version: Version) -> String {
        format!("{}{:0width$}", self.prefix, version.get(), width = self.width)
    }
}

/// The version after these. Sets whose last version is a time go on by time, unless the last one
/// lies in the future: then it is one more than that. `None` past the largest version.
#[must_use]
pub fn next_version(existing: &[Version], style: Style, now: u64) -> Option<Version> {
    let last = existing.iter().max().map(|version| version.get());
    let by_time = style == Style::Timestamp || last.is_some_and(|last| last >= FIRST_TIMESTAMP);
    let counted = match last {
        None => Some(1),
        Some(last) => last.checked_add(1),
    };
    let number = if by_time { counted.map(|next| next.max(timestamp(now))) } else { counted };
    number.and_then(Version::new)
}

/// `20250122093000` for seconds since 1970, UTC.
#[must_use]
pub fn timestamp(seconds: u64) -> i64 {
    // Far past any clock: years of four digits.
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX).min(253_402_300_799);
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    let date = (year * 100 + month) * 100 + day;
    ((date * 100 + second / 3_600) * 100 + second / 60 % 60) * 100 + second % 60
}

/// Year, month and day of a day counted from 1970-01-01, by counting in years that begin in March,
/// so that the leap day comes last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(existing: &[i64], style: Style, expected: i64) {
        let existing: Vec<_> = existing.iter().filter_map(|&number| Version::new(number)).collect();
        let next = next_version(&existing, style, 1_737_538_200);
        assert_eq!(next.map(Version::get), Some(expected));
    }

    #[test]
    fn counts_on() {
        check(&[], Style::Count, 1);
        check(&[1, 2, 7], Style::Count, 8);
        check(&[0], Style::Count, 1);
    }

    #[test]
    fn goes_on_by_time() {
        check(&[], Style::Timestamp, 20_250_122_093_000);
        check(&[20_250_101_000_000], Style::Count, 20_250_122_093_000);
        check(&[20_990_101_000_000], Style::Count, 20_990_101_000_001);
    }

    #[test]
    fn ends_at_the_largest() {
        assert_eq!(next_version(&[Version::MAX], Style::Count, 0), None);
    }

    #[test]
    fn knows_the_calendar() {
        assert_eq!(timestamp(0), 19_700_101_000_000);
        assert_eq!(timestamp(951_782_399), 20_000_228_235_959);
        assert_eq!(timestamp(951_782_400), 20_000_229_000_000);
        assert_eq!(timestamp(4_107_542_400), 21_000_301_000_000);
        assert_eq!(timestamp(u64::MAX), 99_991_231_235_959);
    }

    #[test]
    fn keeps_the_writing_of_the_set() {
        let version = Version::new(12).expect("in range");
        let write = |stem: &str| Pattern::of(stem).map(|pattern| pattern.write(version));
        assert_eq!(write("m0002_create_orders").as_deref(), Some("m0012"));
        assert_eq!(write("v7").as_deref(), Some("v12"));
        assert_eq!(write("001-x").as_deref(), Some("012"));
        assert_eq!(write("orders"), None);
    }
}
