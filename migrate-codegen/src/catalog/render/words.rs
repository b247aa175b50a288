//! Names and strings as statements write them.

use super::super::model::{Ident, Path};
use crate::Dialect;
use crate::change::quoted;

/// A name, in quotes where it needs them.
pub(in crate::catalog) fn name(name: &Ident) -> String {
    quoted(name.as_str(), Dialect::Postgres)
}

/// A name with its schema, unless that is the one that everybody means.
pub(in crate::catalog) fn path(path: &Path) -> String {
    path.to_sql()
}

/// `a, b`.
pub(in crate::catalog) fn names<'a>(all: impl IntoIterator<Item = &'a Ident>) -> String {
    all.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

/// A string, in quotes.
pub(in crate::catalog) fn string(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The words with one blank between them; those that say nothing are left out.
pub(super) fn sentence(words: &[&str]) -> String {
    words.iter().copied().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}
