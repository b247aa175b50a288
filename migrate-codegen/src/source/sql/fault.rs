//! Short ways to state a fault.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{Fault, SourceFile};

/// A fault without advice.
pub(super) fn fault(file: &Arc<SourceFile>, at: Range<usize>, message: String) -> Fault {
    Fault { file: Arc::clone(file), at, message, help: None }
}

/// A fault that says what to do.
pub(super) fn advised(
    file: &Arc<SourceFile>,
    at: Range<usize>,
    message: String,
    help: impl Into<String>,
) -> Fault {
    Fault { help: Some(help.into()), ..fault(file, at, message) }
}

/// The words as a message lists them: `` `a`, `b` ``.
pub(super) fn quoted<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
