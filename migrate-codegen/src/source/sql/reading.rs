//! How a file is read: what its tool takes for a heading, a header, an option.

use crate::Dialect;
use crate::source::Origin;

/// How an SQL file is read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The SQL in it.
    pub dialect: Dialect,
    /// Whose rules the migration follows.
    pub origin: Origin,
    /// What its comments mean.
    pub(crate) comments: Comments,
}

/// What the comments of a file mean to the tool that it was written for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comments {
    pub(crate) headers: Headers,
    /// The headings that cut a file into its directions.
    pub(crate) headings: &'static [Family],
    pub(crate) no_transaction: NoTransaction,
}

/// Whether the leading comments hold keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Headers {
    /// `-- @name: value` sets a key, and a wrong one is a fault.
    Keys,
    /// They are prose.
    Prose,
}

/// Whether `-- no-transaction` as the first line means what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoTransaction {
    FirstLine,
    Prose,
}

/// Whose headings they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// `-- UP MIGRATION`, `-- DOWN MIGRATION`.
    Own,
    /// `-- +goose Up`, `-- +goose Down`.
    Goose,
    /// `-- migrate:up`, `-- migrate:down`.
    Dbmate,
}

impl Comments {
    /// Everything that we understand.
    pub(crate) const OWN: Self = Self {
        headers: Headers::Keys,
        headings: &[Family::Own, Family::Goose, Family::Dbmate],
        no_transaction: NoTransaction::FirstLine,
    };
    /// Nothing but prose.
    pub(crate) const PROSE: Self =
        Self { headers: Headers::Prose, headings: &[], no_transaction: NoTransaction::Prose };
    /// goose's headings.
    pub(crate) const GOOSE: Self = Self { headings: &[Family::Goose], ..Self::PROSE };
    /// dbmate's headings.
    pub(crate) const DBMATE: Self = Self { headings: &[Family::Dbmate], ..Self::PROSE };
    /// sqlx's first line.
    pub(crate) const SQLX: Self = Self { no_transaction: NoTransaction::FirstLine, ..Self::PROSE };
}

impl Reading {
    /// A file that a set lists.
    #[must_use]
    pub const fn entry(dialect: Dialect) -> Self {
        Self { dialect, origin: Origin::SqlFile, comments: Comments::OWN }
    }

    /// A file of a plain directory.
    pub(crate) const fn directory(dialect: Dialect, comments: Comments) -> Self {
        Self { dialect, origin: Origin::Directory, comments }
    }
}
