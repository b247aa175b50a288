//! How many rows a table gets, and of which kind.

/// Which rows every table gets: the more different they are, the more a rollback can lose, and the
/// more a migration may refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::verify) enum Level {
    /// One row with a value everywhere, one with NULL and one with defaults wherever they may be.
    Varied,
    /// Two rows with a value everywhere.
    Plain,
    /// The same, with JSON for text.
    Json,
    /// One row with a value everywhere.
    Single,
    /// No rows.
    Empty,
}

/// Which values a row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A value in every column.
    Full,
    /// NULL wherever it may be.
    Nulls,
    /// Defaults where there are any.
    Defaults,
}

impl Level {
    /// As many as possible.
    pub(in crate::verify) const MOST: Self = Self::Varied;

    /// The next one, for a migration that refuses this one.
    pub(in crate::verify) fn fewer(self) -> Option<Self> {
        match self {
            Self::Varied => Some(Self::Plain),
            Self::Plain => Some(Self::Json),
            Self::Json => Some(Self::Single),
            Self::Single => Some(Self::Empty),
            Self::Empty => None,
        }
    }

    /// The rows of each table.
    pub(super) fn rows(self) -> &'static [RowKind] {
        match self {
            Self::Varied => &[RowKind::Full, RowKind::Nulls, RowKind::Defaults],
            Self::Plain | Self::Json => &[RowKind::Full, RowKind::Full],
            Self::Single => &[RowKind::Full],
            Self::Empty => &[],
        }
    }
}
