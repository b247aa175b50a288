//! The two directions of a file, cut at its headings.

use std::ops::Range;
use std::sync::Arc;

use super::fault::{advised, fault};
use super::heading::{Heading, headings};
use super::reading::{Comments, Family};
use super::scan::{Scan, body};
use crate::Direction;
use crate::source::{Fault, SourceFile};

/// The directions of a file, as byte ranges of it.
#[derive(Debug)]
pub(super) struct Sections {
    pub(super) up: Range<usize>,
    pub(super) down: Option<Range<usize>>,
}

/// Cuts the file at its headings; a file without any is one `up`.
///
/// # Errors
/// If the headings are of two tools, one stands twice, SQL stands before the first, or none says
/// what applies the migration.
pub(super) fn sections(
    file: &Arc<SourceFile>,
    scan: &Scan,
    comments: &Comments,
) -> Result<Sections, Fault> {
    let all = headings(&file.text, scan, comments);
    let whole = body(&file.text);
    let Some(first) = all.first() else { return Ok(Sections { up: whole, down: None }) };
    let mut up = before(file, scan, first, whole.start..first.at.start)?;
    let mut down = None;
    for (index, heading) in all.iter().enumerate() {
        if heading.family != first.family {
            return Err(mixed(file, first, heading));
        }
        let end = all.get(index + 1).map_or(whole.end, |next| next.at.start);
        let slot = if heading.direction == Direction::Up { &mut up } else { &mut down };
        if slot.replace(heading.at.end..end).is_some() {
            let message = format!("a second section for `{}`", heading.direction);
            let help = "put all of it under one heading";
            return Err(advised(file, heading.at.clone(), message, help));
        }
    }
    let none = || {
        let message = format!("`{}`, but nothing that applies the migration", first.text);
        fault(file, first.at.clone(), message)
    };
    Ok(Sections { up: up.ok_or_else(none)?, down })
}

/// What stands before the first heading: comments. Our own files may also begin with the SQL and
/// head only the rollback.
fn before(
    file: &Arc<SourceFile>,
    scan: &Scan,
    first: &Heading<'_>,
    range: Range<usize>,
) -> Result<Option<Range<usize>>, Fault> {
    match scan.sql_in(&range) {
        None => Ok(None),
        Some(_) if first.family == Family::Own && first.direction == Direction::Down => {
            Ok(Some(range))
        }
        Some(stray) => {
            let message = format!("this stands before `{}`, so it would never run", first.text);
            Err(advised(file, stray, message, "move it under the heading"))
        }
    }
}

fn mixed(file: &Arc<SourceFile>, first: &Heading<'_>, other: &Heading<'_>) -> Fault {
    let line = file.place(first.at.start).line;
    let message = format!("`{}` does not go with `{}` in line {line}", other.text, first.text);
    advised(file, other.at.clone(), message, "keep to the headings of one tool")
}
