//! What can go wrong with a backfill.

use std::fmt::{self, Formatter};

use super::display::Subject;
use super::{Error, Kind};
use crate::exit_code;

/// What can go wrong with a backfill.
#[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "drivers make these errors"))]
#[derive(Debug)]
pub(crate) enum BackfillFault {
    /// Its rows are not one query without parameters.
    NoQuery,
    /// A statement does not take the keys of a batch.
    Keyless,
    /// Rows of its query have no key.
    NoKey { key: String, rows: u64 },
    /// A key that cannot be written down.
    Key { key: String },
    /// A batch failed, or the row with one key.
    Batch { key: String, first: String, last: String },
    /// It changed the schema.
    Schema,
    /// It went on, or ended, although a walk had failed.
    Unfinished,
    /// It stopped in a walk by one key, and goes on by another.
    OtherKey { before: String, key: String },
    /// It stopped half done, and was edited since.
    Edited { rows: u64 },
}

impl Error {
    /// Something is wrong with a backfill.
    #[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "drivers make these errors"))]
    pub(crate) fn backfill(fault: BackfillFault) -> Self {
        Self::new(Kind::Backfill(Box::new(fault)))
    }
}

impl BackfillFault {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Edited { .. } | Self::OtherKey { .. } => exit_code::CONFLICT,
            _ => exit_code::FAILED,
        }
    }

    pub(super) fn write(&self, migration: &Subject<'_>, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoQuery => write!(
                f,
                "the rows that {migration} walks over are not one query without parameters"
            ),
            Self::Keyless => write!(
                f,
                "a statement of {migration} does not take the first and the last key of a batch \
                 (hint: say `WHERE id BETWEEN ?1 AND ?2`, and no other parameters)"
            ),
            Self::NoKey { key, rows } => write!(
                f,
                "{migration} would leave out rows whose `{key}` is NULL: {rows} of them (hint: walk \
                 by a key that each row has, or say `WHERE {key} IS NOT NULL`)"
            ),
            Self::Key { key } => write!(
                f,
                "{migration} walks by `{key}`, and a text in it is not UTF-8 (hint: walk by \
                 another key)"
            ),
            Self::Batch { key, first, last } if first == last => {
                write!(f, "{migration} failed at the row whose `{key}` is {first}")
            }
            Self::Batch { key, first, last } => {
                write!(f, "{migration} failed in the batch whose `{key}` is from {first} to {last}")
            }
            Self::Schema => write!(
                f,
                "{migration} changes the schema, which a backfill does not (hint: put that into a \
                 migration of its own)"
            ),
            Self::Unfinished => write!(
                f,
                "{migration} went on after a walk of it had failed (hint: return the walk's error)"
            ),
            Self::OtherKey { before, key } => write!(
                f,
                "{migration} stopped in a walk by `{before}`, and would go on by `{key}` (hint: make \
                 the same walks in the same order until it came to its end)"
            ),
            Self::Edited { rows } => write!(
                f,
                "{migration} stopped half done, with {rows} rows changed, and was edited since \
                 (hint: restore its text; or accept the new one for the rows behind these with \
                 `repair{}`)",
                migration.version()
            ),
        }
    }
}
