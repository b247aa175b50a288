//! Why a database is not taken over.

use std::fmt::{self, Display, Formatter};

use migrate_codegen::Version;

use crate::exit_code;
use crate::history::RowStatus;
use crate::human;

/// Why a database is not taken over. What differs stands in the error's source.
#[cfg_attr(not(feature = "sqlite"), expect(dead_code, reason = "only SQLite is taken over"))]
#[derive(Debug)]
pub(crate) enum Adoption {
    // The schema is not what it should be.
    OtherSchema { migrations: usize },
    NoVersion { nearest: Option<Version> },
    SeveralVersions { versions: Vec<Version> },
    NotReplayed,
    // The ledger is not what it should be.
    HalfDone { tool: &'static str, what: String },
    Stranger { tool: &'static str, names: Vec<String> },
    OtherText { tool: &'static str },
    // The database has a history.
    Known,
    Unfinished { status: RowStatus },
    // What was asked for cannot be done.
    Empty,
    NoLedger { tool: &'static str },
    SeveralLedgers { tools: Vec<&'static str> },
    NoReason,
    NotSqlite,
}

impl Adoption {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::OtherSchema { .. }
            | Self::NoVersion { .. }
            | Self::SeveralVersions { .. }
            | Self::NotReplayed
            | Self::HalfDone { .. } => exit_code::UNSAFE,
            Self::Stranger { .. }
            | Self::OtherText { .. }
            | Self::Known
            | Self::Unfinished { .. } => exit_code::CONFLICT,
            Self::Empty
            | Self::NoLedger { .. }
            | Self::SeveralLedgers { .. }
            | Self::NoReason
            | Self::NotSqlite => exit_code::USAGE,
        }
    }

    pub(super) fn write(&self, migration: &dyn Display, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSchema { .. } | Self::NoVersion { .. } | Self::SeveralVersions { .. } => {
                self.write_schema(f)
            }
            Self::NotReplayed => write!(
                f,
                "{migration} cannot be replayed in memory, so nobody knows its schema (hint: \
                 `--force --reason ..` records it without that)"
            ),
            Self::HalfDone { tool, what } => write!(
                f,
                "{tool} stopped half-way at `{what}` (hint: finish or undo that with {tool}; its \
                 ledger is only read here)"
            ),
            Self::Stranger { tool, names } => write!(
                f,
                "{tool} applied {}, which the set does not have (hint: add what is missing to the \
                 set, or undo it with {tool})",
                human::list(&names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>())
            ),
            Self::OtherText { tool } => write!(
                f,
                "{migration} is not the text that {tool} applied (hint: restore it, or record it \
                 all the same with `--force --reason ..`)"
            ),
            Self::Known => write!(
                f,
                "{migration} is in the history, and not among what would be adopted (hint: \
                 `status` shows the history)"
            ),
            Self::Unfinished { status } => write!(
                f,
                "{migration} is in the history as {} (hint: `up` finishes what was begun; adopt \
                 what is missing then)",
                status.as_str()
            ),
            Self::Empty => f.write_str(
                "there is nothing to adopt: the database is empty (hint: `up` applies the \
                 migrations)",
            ),
            Self::NoLedger { tool } => write!(
                f,
                "there is no ledger of {tool} in this database (hint: without `--from` whatever is \
                 there is used)"
            ),
            Self::SeveralLedgers { tools } => write!(
                f,
                "the database has several ledgers: {} (hint: choose one with `--from`)",
                human::list(tools)
            ),
            Self::NoReason => f.write_str(
                "`--force` needs a reason here, for whoever finds the difference later \
                 (hint: `--reason ..`)",
            ),
            Self::NotSqlite => f.write_str("only databases of SQLite can be taken over"),
        }
    }

    fn write_schema(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSchema { migrations: 1 } => f.write_str(
                "the schema is not the one that the migration to adopt makes (hint: mend what \
                 differs, or record it all the same with `--force --reason ..`)",
            ),
            Self::OtherSchema { migrations } => write!(
                f,
                "the schema is not the one that the {migrations} migrations to adopt make (hint: \
                 mend what differs, or record them all the same with `--force --reason ..`)"
            ),
            Self::NoVersion { nearest: Some(version) } => write!(
                f,
                "no version of the set has this schema, and {version} comes nearest (hint: mend \
                 what differs, or record it all the same with `baseline {version} --force \
                 --reason ..`)"
            ),
            Self::NoVersion { nearest: None } => f.write_str(
                "no version of the set has this schema (hint: are these the migrations of this \
                 database?)",
            ),
            Self::SeveralVersions { versions } => write!(
                f,
                "the schema is that of {}, which differ in their rows only (hint: name the last \
                 one whose changes are there, such as `baseline {}`)",
                human::list(versions),
                versions.last().copied().unwrap_or_default()
            ),
            _ => Ok(()),
        }
    }
}
