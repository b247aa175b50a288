//! What two states do not have in common.

/// The first difference between two states: a sentence, and the two texts where it is one of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) text: String,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl Difference {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), before: None, after: None }
    }

    /// The same, with the text that was there and the one that is there instead.
    pub(super) fn texts(mut self, before: impl Into<String>, after: impl Into<String>) -> Self {
        (self.before, self.after) = (Some(before.into()), Some(after.into()));
        self
    }
}
