//! One SQL file as a migration: text in, value out.

use std::ops::Range;
use std::sync::Arc;

use super::fault::{advised, fault};
use super::header::headers;
use super::heading::transactional;
use super::reading::{Headers, Reading};
use super::rollback::commented_rollback;
use super::scan::{Scan, body};
use super::section::{Sections, sections};
use super::stem::Stem;
use super::value::{Said, values, whole_number};
use crate::source::{Body, Fault, Origin, Source, SourceFile, SqlText};
use crate::{Transactional, Version};

/// Reads `file`, whose name says `stem`, as one migration.
///
/// Both directions are slices of the file's text, so a position in them is a position in it.
///
/// # Errors
/// Everything in the file that keeps it from being a migration: wrong headers, headings that do
/// not fit, a NUL byte, something that never ends, no version, no statement. (In a plain directory
/// a file without a statement is a migration that does nothing.)
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::source::SourceFile;
/// use migrate_codegen::source::sql::{Reading, Stem, read};
///
/// let file = SourceFile::new("0007_a.sql", "-- @category: schema\nCREATE TABLE a (x);\n");
/// let stem = Stem::parse("0007_a").expect("a version");
/// let source = read(&file, &stem, Reading::entry(Dialect::Sqlite)).expect("a migration");
/// assert_eq!(source.version.get(), 7);
/// assert_eq!(source.name, "a");
/// ```
pub fn read(file: &Arc<SourceFile>, stem: &Stem, reading: Reading) -> Result<Source, Vec<Fault>> {
    let scan = Scan::read(file, reading.dialect).map_err(|fault| vec![fault])?;
    let mut faults = Vec::new();
    let said = said(file, &scan, reading, &mut faults);
    let mut kept = |fault| faults.push(fault);
    let version = version(file, stem, &said).map_err(&mut kept).ok();
    let sections = cut(file, &scan, reading).map_err(&mut kept).ok();
    if let (Some((version, at)), Some(sections), []) = (version, sections, &faults[..]) {
        let Sections { up, down } = sections;
        let down = down.filter(|range| scan.sql_in(range).is_some());
        let commented = || commented_rollback(file, &scan);
        let sql = |range| Body::Sql(SqlText::slice(file, range));
        return Ok(Source {
            version,
            name: said.name.unwrap_or_else(|| stem.name.clone()),
            description: said.description,
            keys: said.keys,
            up: sql(up),
            commented_down: if down.is_none() { commented() } else { None },
            down: down.map(sql),
            origin: reading.origin,
            file: Arc::clone(file),
            at,
        });
    }
    faults.sort_by_key(|fault| fault.at.start);
    Err(faults)
}

/// Takes `file`, which stands beside the migration's own, as its rollback. In a plain directory a
/// file without a statement is no rollback.
///
/// # Errors
/// If the file cannot be read as SQL, has no statement though a set lists the migration, or the
/// migration has a rollback already.
pub fn attach_down(
    source: &mut Source,
    file: &Arc<SourceFile>,
    reading: Reading,
) -> Result<(), Vec<Fault>> {
    let scan = Scan::read(file, reading.dialect).map_err(|fault| vec![fault])?;
    let range = body(&file.text);
    if scan.sql_in(&range).is_none() {
        return match reading.origin {
            Origin::Directory => Ok(()),
            Origin::Rust | Origin::SqlFile => Err(vec![no_statement(file)]),
        };
    }
    if let Some(Body::Sql(given)) = &source.down {
        let message = format!("a second rollback: the first stands in `{}`", given.file.name);
        return Err(vec![advised(file, 0..0, message, "keep one of the two")]);
    }
    source.down = Some(Body::Sql(SqlText::slice(file, range)));
    source.commented_down = None;
    Ok(())
}

/// What the comments say of the migration.
fn said(file: &Arc<SourceFile>, scan: &Scan, reading: Reading, faults: &mut Vec<Fault>) -> Said {
    let mut said = match reading.comments.headers {
        Headers::Keys => values(file, &headers(file, scan.leading(), faults), faults),
        Headers::Prose => Said::default(),
    };
    match transactional(file, scan, &reading.comments) {
        Ok(Transactional::Yes) => {}
        Ok(Transactional::No) => said.keys.transactional = Transactional::No,
        Err(fault) => faults.push(fault),
    }
    said
}

/// The directions. Of a file that a set lists, the first must say something.
fn cut(file: &Arc<SourceFile>, scan: &Scan, reading: Reading) -> Result<Sections, Fault> {
    let sections = sections(file, scan, &reading.comments)?;
    let empty = scan.sql_in(&sections.up).is_none();
    if empty && reading.origin != Origin::Directory {
        Err(no_statement(file))
    } else {
        Ok(sections)
    }
}

/// The version of the name or of the header, and the bytes that say it.
fn version(
    file: &Arc<SourceFile>,
    stem: &Stem,
    said: &Said,
) -> Result<(Version, Range<usize>), Fault> {
    match (stem.version, &said.version) {
        (Some(named), Some((header, at))) if named != *header => {
            let message = format!(
                "the header says version {header}, but the file's name `{}` says {named}",
                file.name
            );
            Err(advised(file, at.clone(), message, "make them agree, or remove the header"))
        }
        (_, Some((header, at))) => Ok((*header, at.clone())),
        (Some(named), None) => Ok((named, 0..0)),
        (None, None) => {
            let message = format!("`{}` has no version", file.name);
            let help = format!(
                "begin its name with one, as in `0007_{}.sql`, or add `-- @version: 7`; {}",
                stem.name,
                whole_number()
            );
            Err(advised(file, 0..0, message, help))
        }
    }
}

fn no_statement(file: &Arc<SourceFile>) -> Fault {
    fault(file, 0..0, format!("`{}` contains no statement", file.name))
}
