//! Finding the source files of a compiled set again, and checking them.

use std::path::{Path, PathBuf};

use migrate_codegen::Dialect;
use migrate_codegen::check::{Depth, Level, Problem, ProblemKind, Report, check};
use migrate_codegen::source::Source;
use migrate_codegen::source::rust::{Gap, SetFile, read_set};

use crate::Set;

/// The sources of a set as they are now.
pub(crate) struct Sources {
    /// The file that holds the static.
    pub(crate) file: PathBuf,
    /// The migrations that could be read.
    pub(crate) migrations: Vec<Source>,
    /// What is said of them, in the same order.
    pub(crate) report: Report,
}

/// Reads the set's sources as they are now, and checks them.
///
/// # Errors
/// When they are not there any more: what is wrong, and what to do.
pub(crate) fn read(set: &Set, dialect: Dialect) -> Result<Sources, String> {
    read_with(set, dialect, Vec::new())
}

/// The same, with severities of rules that overrule those of the set.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_with(
    set: &Set,
    dialect: Dialect,
    levels: Vec<(String, Level)>,
) -> Result<Sources, String> {
    let file = file(set)?;
    let shown = Path::new(set.source());
    let read = read_set(&file, shown, set.name(), None, dialect).map_err(|gap| message(&gap))?;
    let gaps = gaps(&read);
    let sources: Vec<Source> = read.sources().map(|(_, source)| source.clone()).collect();
    let mut options = read.options.clone();
    options.levels.extend(levels);
    if sources.len() < read.entries.len() {
        // Of an incomplete history the engine would only say what is missing.
        options.depth = Depth::Syntax;
    }
    let mut report = check(&sources, &options);
    report.problems.splice(0..0, gaps);
    Ok(Sources { file, migrations: sources, report })
}

/// The file that holds the static of the set: as rustc saw it, relative to the current directory,
/// or to the package or workspace that cargo runs.
///
/// # Errors
/// When it is in none of these places: what is wrong, and what to do.
pub(crate) fn file(set: &Set) -> Result<PathBuf, String> {
    let source = Path::new(set.source());
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let roots = package.iter().flat_map(|package| package.ancestors());
    let candidates = std::iter::once(source.to_owned()).chain(roots.map(|root| root.join(source)));
    candidates.into_iter().find(|path| path.is_file()).ok_or_else(|| {
        format!(
            "the source of `{}`, `{}`, is not below the current directory (hint: run it in the \
             workspace, or as `cargo run`)",
            set.name(),
            source.display()
        )
    })
}

/// What keeps entries from being migrations, and files from being entries.
fn gaps(read: &SetFile) -> Vec<Problem> {
    let problem = |gap: &Gap, at: &std::ops::Range<usize>| {
        let (file, at) = gap.place.clone().unwrap_or_else(|| (read.file.clone(), at.clone()));
        Problem::error(ProblemKind::Structure, "entry", &file, at, &gap.message)
            .with_help(gap.help.clone())
    };
    let mut problems = Vec::new();
    for entry in &read.entries {
        match &entry.read {
            Err(gaps) => problems.extend(gaps.iter().map(|gap| problem(gap, &entry.at))),
            Ok(_) if entry.source().is_none() => problems.push(
                Problem::error(
                    ProblemKind::Structure,
                    "entry",
                    &read.file,
                    entry.at.clone(),
                    "the migration of this entry cannot be read",
                )
                .with_help("`cargo build` says why".to_owned()),
            ),
            Ok(_) => {}
        }
    }
    problems.extend(read.unlisted.iter().map(|gap| problem(gap, &read.name_at)));
    problems
}

fn message(gap: &Gap) -> String {
    let hint = gap.help.as_ref().map(|help| format!(" (hint: {help})")).unwrap_or_default();
    format!("{}{hint}", gap.message)
}
