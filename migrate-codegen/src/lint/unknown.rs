//! The name of a rule that there is not, and the one that may be meant.

use std::fmt;

use super::{refusals, rules};
use crate::text::nearest;

/// There is no rule of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule {
    id: String,
}

impl UnknownRule {
    pub(crate) fn new(id: &str) -> Self {
        Self { id: id.to_owned() }
    }

    /// What is wrong.
    pub(crate) fn message(&self) -> String {
        format!("there is no rule `{}`", self.id)
    }

    /// The nearest rule, or all of them.
    pub(crate) fn help(&self) -> String {
        let ids = rules::ALL.iter().map(|rule| rule.id);
        let codes = refusals::ALL.iter().map(|rule| rule.id);
        if let Some(id) = nearest(&self.id, ids.clone().chain(codes)) {
            return format!("did you mean `{id}`?");
        }
        let list: Vec<_> = ids.map(|id| format!("`{id}`")).collect();
        format!("the rules are {}", list.join(", "))
    }
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (hint: {})", self.message(), self.help())
    }
}

impl std::error::Error for UnknownRule {}
