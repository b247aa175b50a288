//! One difference of two schemas.

use std::fmt;

use serde::Serialize;

use super::super::fault::Thing;

/// One object, or part of one, in which two schemas differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is.
    pub thing: Thing,
    /// The table or view that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Its name; what it demands, where it is a constraint without a name.
    pub name: String,
    /// In what they differ.
    pub difference: Difference,
}

/// In what two schemas differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Only the later one has it: what it is.
    Added(String),
    /// Only the earlier one has it: what it was.
    Removed(String),
    /// Both have it, and these things are others.
    Changed(Vec<Detail>),
}

/// One thing that is said of an object in two ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What it is: `type`, `default`, ..
    pub what: &'static str,
    /// What it was; `None` without one.
    pub before: Option<String>,
    /// What it is now.
    pub after: Option<String>,
}

/// ``column `orders.total` changed: type `integer` became `bigint` ``.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match (&self.table, self.thing) {
            (Some(table), Thing::Column) => write!(f, "column `{table}.{name}` ")?,
            (Some(table), thing) => write!(f, "{} `{name}` of `{table}` ", thing.as_str())?,
            (None, thing) => write!(f, "{} `{name}` ", thing.as_str())?,
        }
        match &self.difference {
            Difference::Added(what) => with(f, "added", what),
            Difference::Removed(what) => with(f, "removed", what),
            Difference::Changed(details) => {
                let details: Vec<_> = details.iter().map(Detail::to_string).collect();
                write!(f, "changed: {}", details.join(", "))
            }
        }
    }
}

fn with(f: &mut fmt::Formatter<'_>, word: &str, what: &str) -> fmt::Result {
    if what.is_empty() { f.write_str(word) } else { write!(f, "{word}: {what}") }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "{what} `{before}` became `{after}`"),
            (Some(before), None) => write!(f, "{what} `{before}` removed"),
            (None, Some(after)) => write!(f, "{what} `{after}` added"),
            (None, None) => f.write_str(what),
        }
    }
}
