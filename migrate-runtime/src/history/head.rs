//! The history as a start needs it: versions, states and checksums, read at once.

use std::collections::BTreeMap;
use std::ops::Range;

use migrate_codegen::{Footprint, Version};

use super::{Applied, RowStatus};

/// A number that changes whenever the history does.
///
/// Every change appends to the log, so the log's last id serves; 0 means that there is no history
/// yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub(crate) i64);

impl Mark {
    /// There is no history yet.
    pub const NONE: Self = Self(0);
}

/// The history of one set, as a start needs it.
///
/// Checksums lie in one string, because a start with thousands of rows should not allocate
/// thousands of times to find out that there is nothing to do.
#[derive(Clone, Debug, Default)]
pub struct History {
    mark: Mark,
    checksums: String,
    heads: Vec<Head>,
    traces: BTreeMap<Version, Trace>,
}

/// What only the whole row of a migration says: what it touched when it ran, and what it needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// `None` where the program that ran it did not know.
    pub footprint: Option<Footprint>,
    /// The versions that it needed.
    pub depends_on: Vec<Version>,
}

#[derive(Clone, Debug)]
struct Head {
    version: Version,
    status: RowStatus,
    checksum: Range<usize>,
}

/// One row of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The migration.
    pub version: Version,
    /// How far it is.
    pub status: RowStatus,
    /// The checksum that it had when it ran.
    pub checksum: &'a str,
}

impl Entry<'_> {
    fn is_standing(&self) -> bool {
        matches!(self.status, RowStatus::Applied | RowStatus::RollingBack)
    }

    fn is_begun(&self) -> bool {
        matches!(self.status, RowStatus::Running | RowStatus::Failed)
    }
}

impl History {
    /// An empty history that was read at `mark`.
    #[must_use]
    pub fn new(mark: Mark) -> Self {
        Self { mark, ..Self::default() }
    }

    /// Adds a row, in ascending order of versions. A row out of order is put where it belongs.
    pub fn push(&mut self, version: Version, status: RowStatus, checksum: &str) {
        let start = self.checksums.len();
        self.checksums.push_str(checksum);
        let head = Head { version, status, checksum: start..self.checksums.len() };
        match self.heads.last() {
            Some(last) if last.version > version => {
                let at = self.heads.partition_point(|other| other.version < version);
                self.heads.insert(at, head);
            }
            _ => self.heads.push(head),
        }
    }

    /// Adds what only whole rows say. A start does without, as long as no migration is late.
    pub fn trace_rows(&mut self, rows: &[Applied]) {
        let trace = |row: &Applied| {
            let (footprint, depends_on) = (row.footprint.clone(), row.depends_on.clone());
            (row.version, Trace { footprint, depends_on })
        };
        self.traces.extend(rows.iter().map(trace));
    }

    /// What the whole row of a migration says, if whole rows were read.
    #[must_use]
    pub fn trace(&self, version: Version) -> Option<&Trace> {
        self.traces.get(&version)
    }

    /// When it was read.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// Its rows, in ascending order of versions.
    #[must_use]
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> + ExactSizeIterator {
        self.heads.iter().map(|head| self.entry(head))
    }

    /// Its rows whose migration is applied, in ascending order of versions.
    #[must_use]
    pub fn applied(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        self.entries().filter(|entry| entry.status == RowStatus::Applied)
    }

    /// Its rows of which a rollback began and did not end, in ascending order of versions.
    #[must_use]
    pub fn rolling_back(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        self.entries().filter(|entry| entry.status == RowStatus::RollingBack)
    }

    /// Its rows that began outside a transaction and did not end, in ascending order of versions:
    /// some of each may be done.
    #[must_use]
    pub fn begun(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        self.entries().filter(Entry::is_begun)
    }

    /// Its rows that can be rolled back: what is applied, and what a rollback has not finished.
    #[must_use]
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        self.entries().filter(Entry::is_standing)
    }

    /// Whether the version can be rolled back: it is applied, or half rolled back.
    #[must_use]
    pub fn stands(&self, version: Version) -> bool {
        self.get(version).is_some_and(|entry| entry.is_standing())
    }

    /// The row of a version.
    #[must_use]
    pub fn get(&self, version: Version) -> Option<Entry<'_>> {
        let at = self.heads.binary_search_by_key(&version, |head| head.version).ok()?;
        Some(self.entry(&self.heads[at]))
    }

    /// Whether the version is applied.
    #[must_use]
    pub fn is_applied(&self, version: Version) -> bool {
        self.get(version).is_some_and(|entry| entry.status == RowStatus::Applied)
    }

    /// The highest version that is applied.
    #[must_use]
    pub fn last(&self) -> Option<Version> {
        self.applied().next_back().map(|entry| entry.version)
    }

    fn entry<'a>(&'a self, head: &Head) -> Entry<'a> {
        let checksum = &self.checksums[head.checksum.clone()];
        Entry { version: head.version, status: head.status, checksum }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_whatever_their_order() {
        let mut history = History::new(Mark(3));
        for (number, sum) in [(1, "a"), (9, "ccc"), (4, "bb")] {
            let version = Version::new(number).expect("positive");
            history.push(version, RowStatus::Applied, sum);
        }
        let found: Vec<_> = history.entries().map(|e| (e.version.get(), e.checksum)).collect();
        assert_eq!(found, [(1, "a"), (4, "bb"), (9, "ccc")]);
        assert_eq!(history.get(Version::new(4).expect("positive")).expect("there").checksum, "bb");
        assert_eq!(history.last(), Version::new(9));
    }
}
