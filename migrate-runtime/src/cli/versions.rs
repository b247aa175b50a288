//! From what people type for a migration to its version.

use migrate_codegen::Version;

use super::failure::Failure;
use crate::Set;
use crate::file_name::stem;

/// The version that `text` means in this set: a number, zeros allowed, or a file's name, with or
/// without its directory and ending.
///
/// # Errors
/// When it is neither.
pub(crate) fn version(set: &Set, text: &str) -> Result<Version, Failure> {
    if let Ok(version) = text.parse() {
        return Ok(version);
    }
    let wanted = stem(text);
    let mut found = set.migrations().iter().filter(|migration| {
        wanted == migration.name()
            || migration.file().split(['/', '\\']).any(|it| stem(it) == wanted)
    });
    match (found.next(), found.next()) {
        (Some(migration), None) => Ok(migration.version()),
        (Some(_), Some(_)) => Err(Failure::usage(format!(
            "`{text}` is the name of several migrations (hint: give the version)"
        ))),
        (None, _) => Err(Failure::usage(format!(
            "there is no migration `{text}` in `{}` (hint: `status` lists them)",
            set.name()
        ))),
    }
}
