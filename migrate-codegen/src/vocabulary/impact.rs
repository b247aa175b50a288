//! How heavy a migration is, in its author's judgement.

use std::fmt;
use std::str::FromStr;

/// The author's estimate of a migration's load, `performance_impact = ".."`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Impact {
    /// Done in a moment, whatever the size of the tables.
    Low,
    /// Noticeable on large tables.
    Medium,
    /// Plan a quiet hour.
    High,
}

impl Impact {
    /// Every impact, lightest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word that stands for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Impact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Impact {
    type Err = ParseImpactError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|impact| impact.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| ParseImpactError { text: text.to_owned() })
    }
}

/// The text names no impact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseImpactError {
    text: String,
}

impl fmt::Display for ParseImpactError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an impact (hint: one of `low`, `medium`, `high`)", self.text)
    }
}

impl std::error::Error for ParseImpactError {}
