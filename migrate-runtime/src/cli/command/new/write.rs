//! Writing what was thought out: never over an existing file.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use migrate_codegen::Version;
use migrate_codegen::scaffold::{Slug, Style};
use serde::Serialize;

use super::{directory, list};
use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;
use crate::exit_code;

/// What `new` is about to write.
#[derive(Debug, Serialize)]
pub(super) struct Draft {
    pub(super) version: Version,
    pub(super) name: String,
    /// New files and their texts.
    #[serde(serialize_with = "paths")]
    pub(super) create: Vec<(PathBuf, String)>,
    /// A file that lists them, and its new text.
    #[serde(serialize_with = "path", skip_serializing_if = "Option::is_none")]
    pub(super) list: Option<(PathBuf, String)>,
}

/// Writes the next migration.
pub(crate) fn new(session: &Session<'_>, args: &args::New) -> Result<u8, Failure> {
    let slug = Slug::new(&args.name).map_err(|error| Failure::usage(error.to_string()))?;
    let draft = match &args.directory.dir {
        Some(path) => directory::draft(path, &slug, args)?,
        None => list::draft(&session.one_set()?, &slug, args)?,
    };
    for (path, text) in &draft.create {
        create(path, text)?;
        session.reader.line(&format!("wrote {}", path.display()));
    }
    if let Some((path, text)) = &draft.list {
        std::fs::write(path, text).map_err(|error| cannot_write(path, &error))?;
        session.reader.line(&format!("listed in {}", path.display()));
    }
    session.reader.document(&draft);
    Ok(exit_code::DONE)
}

/// How the version is found, and the seconds since 1970.
pub(super) fn style_and_now(args: &args::New) -> (Style, u64) {
    let style = if args.timestamp { Style::Timestamp } else { Style::Count };
    // A clock before 1970 is as wrong as one at 1970.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    (style, now)
}

pub(super) fn no_version_left() -> Failure {
    Failure::failed("the last migration has the largest version there is, so none can follow it")
}

fn create(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
    }
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            let path = path.display();
            return Failure::failed(format!("`{path}` exists already, and stays as it is"));
        }
        cannot_write(path, &error)
    })
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!("`{}` cannot be written", path.display())).because(error)
}

fn paths<S: serde::Serializer>(
    files: &[(PathBuf, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(files.iter().map(|(path, _)| path))
}

#[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
fn path<S: serde::Serializer>(
    file: &Option<(PathBuf, String)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    file.as_ref().map(|(path, _)| path).serialize(serializer)
}
