//! Headings: the comment lines that say which direction follows, in each tool's words.

use std::ops::Range;
use std::sync::Arc;

use super::fault::advised;
use super::reading::{Comments, Family, NoTransaction};
use super::scan::{Comment, Scan};
use crate::source::{Fault, SourceFile};
use crate::{Direction, Transactional};

/// A heading.
pub(super) struct Heading<'a> {
    pub(super) family: Family,
    pub(super) direction: Direction,
    pub(super) at: Range<usize>,
    pub(super) text: &'a str,
}

/// The headings of a file, as its tool reads them.
pub(super) fn headings<'a>(text: &'a str, scan: &Scan, comments: &Comments) -> Vec<Heading<'a>> {
    scan.comments.iter().filter_map(|comment| heading(text, comment, comments)).collect()
}

fn heading<'a>(text: &'a str, comment: &Comment, comments: &Comments) -> Option<Heading<'a>> {
    let inner = &text[comment.inner(text)];
    let (family, direction) = comments.headings.iter().find_map(|&family| {
        let direction = match family {
            Family::Own => own(inner),
            Family::Goose => inner.strip_prefix("+goose").and_then(first_word),
            Family::Dbmate => inner.strip_prefix("migrate:").and_then(first_word),
        };
        direction.map(|direction| (family, direction))
    })?;
    let at = comment.range.clone();
    Some(Heading { family, direction, text: &text[at.clone()], at })
}

/// `UP MIGRATION`, in any case, in ruled lines, with more words behind it.
fn own(inner: &str) -> Option<Direction> {
    let plain = inner.trim_start_matches(['-', '=', '*', '#', ' ', '\t']);
    let second = plain.split_ascii_whitespace().nth(1)?;
    let word = second.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    first_word(plain).filter(|_| word.eq_ignore_ascii_case("migration"))
}

fn first_word(text: &str) -> Option<Direction> {
    let word = text.split_ascii_whitespace().next()?;
    [Direction::Up, Direction::Down]
        .into_iter()
        .find(|direction| word.eq_ignore_ascii_case(direction.as_str()))
}

/// What the tool's own comments say about transactions.
pub(super) fn transactional(
    file: &Arc<SourceFile>,
    scan: &Scan,
    comments: &Comments,
) -> Result<Transactional, Fault> {
    let reads = |family| comments.headings.contains(&family);
    let sqlx = comments.no_transaction == NoTransaction::FirstLine
        && file.text.trim_start_matches('\u{feff}').starts_with("-- no-transaction");
    let mut found = if sqlx { Transactional::No } else { Transactional::Yes };
    for comment in &scan.comments {
        let inner = &file.text[comment.inner(&file.text)];
        let is = |words: &str| inner.eq_ignore_ascii_case(words);
        if reads(Family::Goose) && is("+goose ENVSUB ON") {
            let message = "goose fills in environment variables here".to_owned();
            let help = "write the values out: what runs must not depend on who runs it";
            return Err(advised(file, comment.range.clone(), message, help));
        }
        let goose = reads(Family::Goose) && is("+goose NO TRANSACTION");
        let mut words = inner.split_ascii_whitespace();
        let dbmate = reads(Family::Dbmate)
            && words.next() == Some("migrate:up")
            && words.any(|option| option == "transaction:false");
        if goose || dbmate {
            found = Transactional::No;
        }
    }
    Ok(found)
}
