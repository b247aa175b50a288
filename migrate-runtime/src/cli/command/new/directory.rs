//! The next migration of a plain directory, in the layout of its tool.

use std::path::Path;

use migrate_codegen::scaffold::{Next, Slug, Style, counts_by_time, layout_files, next_version};
use migrate_codegen::source::directory::{self, History, Layout};
use migrate_codegen::{Dialect, Version};

use super::write::{Draft, no_version_left, style_and_now};
use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::plain;

/// The files in the directory.
pub(super) fn draft(path: &Path, slug: &Slug, args: &args::New) -> Result<Draft, Failure> {
    let asked: Option<Layout> = match &args.directory.layout {
        Some(word) => Some(word.parse().map_err(|error| Failure::usage(format!("{error}")))?),
        None => None,
    };
    let dialect = args.directory.dialect.unwrap_or(Dialect::Sqlite);
    let history = match directory::read(path, dialect, asked) {
        Ok(history) => Some(history),
        Err(error) if error.is_empty() => None,
        Err(error) => return Err(plain::unreadable(&error)),
    };
    let layout = match (&history, asked) {
        (_, Some(layout)) => layout,
        (Some(history), None) => history.layout.layout,
        (None, None) => Layout::Migrate,
    };
    let (style, now) = style_and_now(args);
    let style = match &history {
        None if counts_by_time(layout) => Style::Timestamp,
        _ => style,
    };
    let versions = history.as_ref().map(versions).unwrap_or_default();
    let version = next_version(&versions, style, now).ok_or_else(no_version_left)?;
    let last = history.as_ref().and_then(|history| history.sources.last());
    let before = last.map(|source| inside(&source.file.name, path));
    let next = Next {
        version,
        slug,
        category: args.category,
        before,
        with_down: last.is_some_and(|source| source.down.is_some()),
    };
    let files = layout_files(layout, &next).map_err(|error| Failure::failed(error.to_string()))?;
    let create = files.into_iter().map(|(name, text)| (path.join(name), text)).collect();
    Ok(Draft { version, name: slug.to_string(), create, list: None })
}

fn versions(history: &History) -> Vec<Version> {
    history.sources.iter().map(|source| source.version).collect()
}

/// The path of a file in the directory, from its path as messages show it.
fn inside<'a>(shown: &'a str, directory: &Path) -> &'a str {
    let directory = directory.to_string_lossy();
    shown.strip_prefix(&*directory).unwrap_or(shown).trim_start_matches(['/', '\\'])
}
