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
    if is_prose(scan, &all, &whole) {
        return Ok(Sections { up: whole, down: None });
    }
    let before = whole.start..first.at.start;
    let (mut up, mut down) = (None, None);
    match scan.sql_in(&before) {
        None => {}
        Some(_) if is_plain_down(first) => up = Some(before),
        Some(stray) => return Err(under_no_heading(file, first, stray)),
    }
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

/// Whether the only heading is a remark at the end, such as "-- Down migration: none".
fn is_prose(scan: &Scan, all: &[Heading<'_>], whole: &Range<usize>) -> bool {
    let [only] = all else { return false };
    only.family == Family::Own
        && only.direction == Direction::Down
        && scan.sql_in(&(whole.start..only.at.start)).is_some()
        && scan.sql_in(&(only.at.end..whole.end)).is_none()
}

/// `-- DOWN MIGRATION` without more words is no turn of phrase: what stands before it is the `up`.
fn is_plain_down(first: &Heading<'_>) -> bool {
    let words = first.text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    first.family == Family::Own
        && words.split_ascii_whitespace().map(str::to_ascii_lowercase).eq(["down", "migration"])
}

fn under_no_heading(file: &Arc<SourceFile>, first: &Heading<'_>, stray: Range<usize>) -> Fault {
    let message = format!("this stands before `{}`, under no heading", first.text);
    let help = match (first.family, first.direction) {
        (Family::Own, Direction::Down) => {
            "write `-- UP MIGRATION` above it, or reword the comment if it is no heading"
        }
        (Family::Own, Direction::Up) => {
            "move it under the heading, or reword the comment if it is none"
        }
        (Family::Goose | Family::Dbmate, _) => "move it under the heading",
    };
    advised(file, stray, message, help)
}

fn mixed(file: &Arc<SourceFile>, first: &Heading<'_>, other: &Heading<'_>) -> Fault {
    let line = file.place(first.at.start).line;
    let message = format!("`{}` does not go with `{}` in line {line}", other.text, first.text);
    advised(file, other.at.clone(), message, "keep to the headings of one tool")
}
