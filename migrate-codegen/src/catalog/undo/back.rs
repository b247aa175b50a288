//! How one statement is undone, or why it cannot be.

use super::super::render::Unwritten;

/// How one statement is undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Undo {
    /// What to run, in this order.
    pub(crate) statements: Vec<String>,
    /// What does not come back.
    pub(crate) lost: Vec<String>,
}

/// Why a statement cannot be undone, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cannot {
    pub(crate) why: String,
    /// `None` where nothing more precise can be said than to write the rollback by hand.
    pub(crate) write: Option<String>,
}

impl Undo {
    /// Nothing has to be done.
    pub(super) fn nothing() -> Self {
        Self::default()
    }

    pub(super) fn one(statement: String) -> Self {
        Self { statements: vec![statement], lost: Vec::new() }
    }
}

impl Cannot {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), write: None }
    }

    pub(super) fn but(why: impl Into<String>, write: impl Into<String>) -> Self {
        Self { why: why.into(), write: Some(write.into()) }
    }

    /// Nobody knows what had this name.
    pub(super) fn doubtful(name: &impl ToString) -> Self {
        Self::new(format!(
            "what `{}` was is not certain: a statement that cannot be read may have made or changed it",
            name.to_string()
        ))
    }
}

impl From<Unwritten> for Cannot {
    fn from(unwritten: Unwritten) -> Self {
        Self::new(format!("the {unwritten}"))
    }
}
