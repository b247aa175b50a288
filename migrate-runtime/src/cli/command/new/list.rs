//! The next migration of a set that a Rust file lists.

use std::path::{Path, PathBuf};

use migrate_codegen::Version;
use migrate_codegen::scaffold::{
    Entry, Pattern, Slug, add_to_list, listed, next_version, rust_file, sql_file,
};
use migrate_codegen::source::disk;
use migrate_codegen::source::sql::Stem;

use super::write::{Draft, no_version_left, style_and_now};
use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Named;
use crate::cli::sources;

/// The file beside the set, and the set's file with the entry.
pub(super) fn draft(set: &Named, slug: &Slug, args: &args::New) -> Result<Draft, Failure> {
    let file = sources::file(&set.set)?;
    let text = disk::read_text(&file).map_err(|error| Failure::failed(error.to_string()))?;
    let cannot_list = |error: migrate_codegen::scaffold::ListError| {
        Failure::failed(format!("`{}` cannot be edited: {error}", set.set.source()))
    };
    let entries = listed(&text, set.set.name()).map_err(cannot_list)?;
    let (style, now) = style_and_now(args);
    let version = next_version(&versions(set, &entries), style, now).ok_or_else(no_version_left)?;
    let number = pattern(&entries, args.sql).write(version);
    let (entry, path, new) = if args.sql {
        let name = format!("{}{number}_{slug}.sql", sql_folder(&entries));
        let path = beside(&file).join(&name);
        (Entry::File(name), path, sql_file(slug, args.category))
    } else {
        let name = format!("{number}_{slug}");
        let path = module_folder(&file, &entries).join(format!("{name}.rs"));
        (Entry::Module(name), path, rust_file(version, slug, args.category))
    };
    let list = add_to_list(&text, set.set.name(), &entry).map_err(cannot_list)?;
    let name = slug.to_string();
    Ok(Draft { version, name, create: vec![(path, new)], list: Some((file, list)) })
}

/// The versions in the program and those that the list has since.
fn versions(set: &Named, entries: &[String]) -> Vec<Version> {
    let compiled = set.set.migrations().iter().map(crate::Migration::version);
    let written = entries.iter().filter_map(|entry| number(entry));
    compiled.chain(written).collect()
}

fn number(entry: &str) -> Option<Version> {
    let name = entry.rsplit('/').next()?;
    let name = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    Stem::parse(name).ok()?.version
}

/// How the last entry of the same kind is numbered.
fn pattern(entries: &[String], sql: bool) -> Pattern {
    let name = |entry: &String| entry.rsplit('/').next().and_then(Pattern::of);
    let own = entries.iter().rev().filter(|entry| is_file(entry) == sql).find_map(name);
    let other = || entries.iter().rev().find_map(name).map_or(4, |pattern| pattern.width);
    own.unwrap_or_else(|| Pattern {
        prefix: if sql { String::new() } else { "m".to_owned() },
        width: other(),
    })
}

/// The folder, with `/`, that the last SQL file of the list lies in.
fn sql_folder(entries: &[String]) -> &str {
    let last = entries.iter().rev().find(|entry| is_file(entry));
    last.and_then(|entry| entry.rfind('/').map(|at| &entry[..=at])).unwrap_or_default()
}

/// Whether the entry is a file; modules have no ending.
fn is_file(entry: &str) -> bool {
    entry.contains('.')
}

fn beside(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Where rustc looks for the modules of `file`: where it found those that are listed, else where
/// the file's name says.
fn module_folder(file: &Path, entries: &[String]) -> PathBuf {
    let own = file.with_extension("");
    let candidates = [beside(file).to_owned(), own.clone()];
    let holds = |folder: &&PathBuf| {
        entries.iter().any(|entry| {
            let module = folder.join(entry);
            module.with_extension("rs").is_file() || module.join("mod.rs").is_file()
        })
    };
    if let Some(folder) = candidates.iter().find(holds) {
        return folder.clone();
    }
    let is_root = ["lib", "main", "mod"].iter().any(|stem| own.ends_with(stem));
    if is_root { beside(file).to_owned() } else { own }
}
