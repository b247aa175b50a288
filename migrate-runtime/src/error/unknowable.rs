//! Why nobody knows which schema a database should have.

use std::fmt::{self, Display, Formatter};

use crate::exit_code;

/// Why nobody knows which schema a database should have.
#[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite is compared"))]
#[derive(Debug)]
pub(crate) enum Unknowable {
    /// A migration stands half-way.
    HalfDone,
    /// A rollback stands half-way.
    HalfRolledBack,
    /// The engine in memory refuses a migration that was applied.
    NotReplayed,
    /// There is no engine in memory.
    NotSqlite,
}

impl Unknowable {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::HalfDone | Self::HalfRolledBack => exit_code::CONFLICT,
            Self::NotReplayed => exit_code::FAILED,
            Self::NotSqlite => exit_code::USAGE,
        }
    }

    pub(super) fn write(&self, migration: &dyn Display, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::HalfDone => write!(
                f,
                "{migration} is half done, so the schema is on its way to another one (hint: \
                 `status` says where it stands, `up` goes on)"
            ),
            Self::HalfRolledBack => write!(
                f,
                "the rollback of {migration} is half done, so the schema is on its way to another \
                 one (hint: `status` says where it stands, `down` goes on)"
            ),
            Self::NotReplayed => write!(
                f,
                "{migration} cannot be replayed in memory, so nobody knows which schema should be \
                 there"
            ),
            Self::NotSqlite => f.write_str("only the schema of SQLite databases is compared"),
        }
    }
}
