//! A directory as a history.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::error::DirectoryError;
use super::layout::Layout;
use super::layouts::{Convention, Role, convention};
use super::listing::{Content, Listed, Listing, is_numbered};
use super::recognise::{Recognised, recognise};
use crate::source::sql::{self, Reading, Stem, attach_down};
use crate::source::{Fault, Source, SourceFile};
use crate::{Dialect, Transactional};

/// What a directory holds.
#[derive(Clone, Debug)]
pub struct History {
    /// The migrations, ordered by version; of equal versions, by file name. Equal versions are kept:
    /// whoever checks the structure reports them.
    pub sources: Vec<Source>,
    /// What keeps the other migrations from being read.
    pub faults: Vec<Fault>,
    /// Files that look like migrations, and are not run.
    pub skipped: Vec<Skipped>,
    /// Whose layout it is, and why we think so.
    pub layout: Recognised,
}

/// A file that looks like a migration, and is not run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// Its path in the directory.
    pub file: String,
    /// Why it is not run.
    pub reason: String,
}

/// Reads the directory `path`, called so in messages, as the tool of `layout` would; without one,
/// the layout is recognised.
///
/// # Errors
/// If the directory is missing or unreadable, holds no migration, or holds those of two tools.
/// What is wrong with single files is told in [`History::faults`].
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::source::directory::{Layout, read};
///
/// let directory = tempfile::tempdir()?;
/// std::fs::write(directory.path().join("V2__b.sql"), "CREATE TABLE b (x);")?;
/// std::fs::write(directory.path().join("V1__a.sql"), "CREATE TABLE a (x);")?;
/// let history = read(directory.path(), Dialect::Sqlite, None)?;
/// assert_eq!(history.layout.layout, Layout::Refinery);
/// assert_eq!(history.sources[1].name, "b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(
    path: &Path,
    dialect: Dialect,
    layout: Option<Layout>,
) -> Result<History, DirectoryError> {
    let listing = Listing::read(path).map_err(DirectoryError::disk)?;
    let recognised = match layout {
        Some(layout) => Recognised { layout, because: "you named it".to_owned() },
        None => recognise(path, &listing)?,
    };
    let convention = convention(recognised.layout);
    let mut parts = Parts::sort(&listing, convention);
    let reading = Reading::directory(dialect, convention.comments);
    let (mut sources, mut faults) = (Vec::new(), Vec::new());
    for (stem, listed) in std::mem::take(&mut parts.ups) {
        match migration(&mut parts, &stem, listed, reading) {
            Ok(source) => sources.push(source),
            Err(wrong) => faults.extend(wrong),
        }
    }
    if sources.is_empty() && faults.is_empty() {
        return Err(DirectoryError::empty(path, layout));
    }
    sources.sort_by_key(|source: &Source| source.version);
    Ok(History { sources, faults, skipped: parts.skipped(), layout: recognised })
}

/// The files by what they are to the tool.
struct Parts<'a> {
    ups: Vec<(String, &'a Listed)>,
    downs: BTreeMap<String, &'a Listed>,
    options: BTreeMap<String, &'a Listed>,
    skipped: Vec<Skipped>,
}

impl<'a> Parts<'a> {
    fn sort(listing: &'a Listing, convention: &Convention) -> Self {
        let mut parts = Self {
            ups: Vec::new(),
            downs: BTreeMap::new(),
            options: BTreeMap::new(),
            skipped: Vec::new(),
        };
        for listed in &listing.files {
            match (convention.role)(listed) {
                Role::Up(stem) if is_numbered(&stem) => parts.ups.push((stem, listed)),
                Role::Down(stem) => drop(parts.downs.insert(stem, listed)),
                Role::Options(stem) => drop(parts.options.insert(stem, listed)),
                Role::Up(_) => parts.skip(listed, "its name begins with no number".to_owned()),
                Role::Nothing => {
                    if let Some(reason) = not_run(listed, convention.layout) {
                        parts.skip(listed, reason);
                    }
                }
            }
        }
        parts
    }

    fn skip(&mut self, listed: &Listed, reason: String) {
        self.skipped.push(Skipped { file: listed.path.clone(), reason });
    }

    /// What was skipped, and the rollbacks that nothing claimed.
    fn skipped(mut self) -> Vec<Skipped> {
        for (stem, listed) in std::mem::take(&mut self.downs) {
            self.skip(listed, format!("it rolls back `{stem}`, which is not here"));
        }
        self.skipped.sort_by(|a, b| a.file.cmp(&b.file));
        self.skipped
    }
}

/// Why a file that looks like a migration is none to the tool; `None` for all other files.
fn not_run(listed: &Listed, layout: Layout) -> Option<String> {
    let (stem, extension) = listed.name().rsplit_once('.')?;
    let language = match extension {
        "sql" if listed.folder().is_empty() => {
            return Some(format!("{layout} does not run a file of this name"));
        }
        "sql" => return Some(format!("{layout} does not run a file of this name in a folder")),
        "rs" => "Rust",
        "go" => "Go",
        "ts" => "TypeScript",
        "js" => "JavaScript",
        _ => return None,
    };
    is_numbered(stem).then(|| format!("it is written in {language}"))
}

/// One migration: its file, the rollback beside it, its options.
fn migration(
    parts: &mut Parts<'_>,
    stem: &str,
    listed: &Listed,
    reading: Reading,
) -> Result<Source, Vec<Fault>> {
    let file = text(listed)?;
    let named = Stem::parse(stem).map_err(|_| {
        let message = format!("the number of `{stem}` is not a version");
        let help = format!("a version is a whole number from 0 to {}", i64::MAX);
        vec![Fault { file: Arc::clone(file), at: 0..0, message, help: Some(help) }]
    })?;
    let mut source = sql::read(file, &named, reading)?;
    if let Some(down) = parts.downs.remove(stem) {
        attach_down(&mut source, text(down)?, reading)?;
    }
    if let Some(options) = parts.options.remove(stem) {
        apply(&mut source, text(options)?)?;
    }
    Ok(source)
}

fn text(listed: &Listed) -> Result<&Arc<SourceFile>, Vec<Fault>> {
    match &listed.content {
        Content::Text(file) => Ok(file),
        Content::Unreadable(fault) => Err(vec![fault.clone()]),
        // Every file that has a role was read.
        Content::Other => Err(Vec::new()),
    }
}

/// Diesel's `metadata.toml`.
fn apply(source: &mut Source, file: &Arc<SourceFile>) -> Result<(), Vec<Fault>> {
    let options: toml::Table = toml::from_str(&file.text).map_err(|error| {
        let at = error.span().unwrap_or_default();
        let message = error.message().to_owned();
        vec![Fault { file: Arc::clone(file), at, message, help: None }]
    })?;
    if options.get("run_in_transaction").and_then(toml::Value::as_bool) == Some(false) {
        source.keys.transactional = Transactional::No;
    }
    Ok(())
}
