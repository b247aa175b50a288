//! Which rules may be given another severity.

use std::fmt;

use super::explain::find;
use super::rule::{Check, Rule};
use super::unknown::UnknownRule;

/// The rule `id`, if its severity may be changed.
///
/// # Errors
/// If there is no such rule, or the engine refuses what it speaks about, whatever anybody says.
///
/// # Example
/// ```
/// use migrate_codegen::lint::settable;
///
/// assert!(settable("drop_table").is_ok());
/// let error = settable("no_such_function").expect_err("a refusal");
/// assert_eq!(
///     error.to_string(),
///     "`no_such_function` is a refusal of the engine (hint: no severity changes it)"
/// );
/// ```
pub fn settable(id: &str) -> Result<&'static Rule, NotSettable> {
    match find(id) {
        Some(rule) if rule.check.is_final() => Err(NotSettable::Refusal(rule)),
        Some(rule) => Ok(rule),
        None => Err(NotSettable::Unknown(UnknownRule::new(id))),
    }
}

/// A severity that cannot be set.
#[derive(Clone, Debug)]
pub enum NotSettable {
    /// There is no such rule.
    Unknown(UnknownRule),
    /// It is no matter of taste.
    Refusal(&'static Rule),
}

impl NotSettable {
    /// What is wrong.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Unknown(unknown) => unknown.message(),
            Self::Refusal(rule) => refusal(rule),
        }
    }

    /// What to do.
    pub(crate) fn help(&self) -> String {
        match self {
            Self::Unknown(unknown) => unknown.help(),
            Self::Refusal(_) => "no severity changes it".to_owned(),
        }
    }
}

/// Why nobody overrules it.
pub(super) fn refusal(rule: &Rule) -> String {
    let whose = match rule.check {
        Check::Structure => "of a list that does not hold",
        _ => "of the engine",
    };
    format!("`{}` is a refusal {whose}", rule.id)
}

impl fmt::Display for NotSettable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (hint: {})", self.message(), self.help())
    }
}

impl std::error::Error for NotSettable {}
