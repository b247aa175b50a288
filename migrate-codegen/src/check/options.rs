//! What a check is asked to do.

use std::fmt;
use std::str::FromStr;

use crate::{Dialect, Version};

/// What a check is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The SQL that the history is written in.
    pub dialect: Dialect,
    /// Whether the engine is asked.
    pub depth: Depth,
    /// The oldest engine to support; `None` for whatever the engine at hand accepts.
    pub target: Option<EngineVersion>,
    /// The application's own SQL functions, by name and number of arguments (-1 for any).
    pub functions: Vec<(String, i32)>,
    /// The application's own collations.
    pub collations: Vec<String>,
    /// Up to this version only the judge speaks.
    pub adopted_through: Option<Version>,
    /// Rules whose severity differs from their own.
    pub levels: Vec<(String, Level)>,
}

impl Options {
    /// A full check of a history in this dialect.
    #[must_use]
    pub const fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            depth: Depth::Full,
            target: None,
            functions: Vec::new(),
            collations: Vec::new(),
            adopted_through: None,
            levels: Vec::new(),
        }
    }

    /// The severity that is set for a rule.
    #[must_use]
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.levels.iter().rev().find(|(name, _)| name == rule).map(|&(_, level)| level)
    }

    /// Whether policy is silent about this version.
    #[must_use]
    pub fn is_adopted(&self, version: Version) -> bool {
        self.adopted_through.is_some_and(|through| version <= through)
    }
}

/// Whether the engine is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// The history is replayed where the engine is at hand.
    #[default]
    Full,
    /// Reading, structure, checksums, and what the text alone says of the rollback.
    Syntax,
}

/// The severity that a user sets for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It stops the build.
    Error,
    /// It is shown.
    Warn,
    /// It is silent.
    Off,
}

impl FromStr for Level {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "error" => Ok(Self::Error),
            "warn" => Ok(Self::Warn),
            "off" => Ok(Self::Off),
            _ => Err(()),
        }
    }
}

/// A version of a database engine: major, minor, patch.
///
/// # Example
/// ```
/// use migrate_codegen::check::EngineVersion;
///
/// let target: EngineVersion = "3.45".parse()?;
/// assert!(target < EngineVersion::new(3, 45, 1));
/// assert_eq!(target.to_string(), "3.45.0");
/// # Ok::<(), migrate_codegen::check::ParseEngineVersionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EngineVersion {
    major: u32,
    minor: u32,
    patch: u32,
}

impl EngineVersion {
    /// A version from its numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }
}

impl fmt::Display for EngineVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl FromStr for EngineVersion {
    type Err = ParseEngineVersionError;

    /// Reads one to three numbers with dots between them; what is missing counts as 0.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseEngineVersionError { text: text.to_owned() };
        let mut numbers = [0; 3];
        for (at, part) in text.split('.').enumerate() {
            let number = part.parse().map_err(|_| error())?;
            *numbers.get_mut(at).ok_or_else(error)? = number;
        }
        let [major, minor, patch] = numbers;
        Ok(Self { major, minor, patch })
    }
}

/// The text is not the version of an engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseEngineVersionError {
    text: String,
}

impl fmt::Display for ParseEngineVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not the version of an engine (hint: such as `3.45`)", self.text)
    }
}

impl std::error::Error for ParseEngineVersionError {}
