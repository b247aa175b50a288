//! Migration files that no list has.

use std::collections::HashSet;
use std::path::Path;

use super::lexer::lex;
use super::modules::items;
use super::set::Gap;
use crate::source::disk::{self, FoundKind};

/// Files of the set's directory that look like migrations and stand in no list of this file.
pub(super) fn unlisted(directory: &Path, static_name: &str, listed: &HashSet<String>) -> Vec<Gap> {
    // A folder that cannot be listed has said so when its files were read.
    let Ok(found) = disk::list(directory) else { return Vec::new() };
    found
        .into_iter()
        .filter(|found| found.kind == FoundKind::File)
        .filter_map(|found| Some((found.name.into_string().ok()?, found.path)))
        .filter(|(name, path)| !listed.contains(name) && is_migration(name, path))
        .map(|(name, _)| {
            let module = name.strip_suffix(".rs");
            let entry = module.map_or_else(|| format!("\"{name}\""), str::to_owned);
            Gap::new(
                format!("`{name}` is not listed in {static_name}"),
                format!(
                    "add `{entry}` to the list, or move the file out: a set owns its directory"
                ),
            )
        })
        .collect()
}

fn is_migration(name: &str, path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    if extension == Some("sql") {
        let rolls_back = [".down.sql", ".rollback.sql"].iter().any(|end| name.ends_with(end));
        return !rolls_back && name.starts_with(|c: char| c.is_ascii_digit());
    }
    let text = match extension {
        Some("rs") => disk::read_text(path).unwrap_or_default(),
        _ => return false,
    };
    text.contains("migration(")
        && items(&lex(&text)).iter().any(|item| item.attribute("migration").is_some())
}
