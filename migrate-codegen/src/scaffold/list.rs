//! Adding an entry to the list of a set, in its Rust file, without touching anything else.

use std::fmt;
use std::ops::Range;

use crate::source::rust::{Lexeme, Token, lex};

/// What is added to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A module, which also gets its `mod` line.
    Module(String),
    /// An SQL file beside the Rust file.
    File(String),
}

/// The names in the list of the set `set` (in lower case), in order, as they are written.
///
/// # Errors
/// When the list cannot be found.
pub fn listed(text: &str, set: &str) -> Result<Vec<String>, ListError> {
    let tokens = lex(text);
    let list = List::find(&tokens, set)?;
    Ok(list
        .entries(&tokens)
        .iter()
        .map(|range| text[range.clone()].trim_matches('"').to_owned())
        .collect())
}

/// The Rust file `text` with `entry` at the end of the list of the set `set` (in lower case).
///
/// A list without comments is laid out as rustfmt does by default.
///
/// # Errors
/// When the list cannot be found, or holds the entry already.
pub fn add_to_list(text: &str, set: &str, entry: &Entry) -> Result<String, ListError> {
    let tokens = lex(text);
    let list = List::find(&tokens, set)?;
    if listed(text, set)?.contains(&entry.name()) {
        return Err(ListError { set: set.to_owned(), why: Why::Listed(entry.name()) });
    }
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits = vec![list.edit(text, &tokens, &entry.to_string(), eol)];
    if let Entry::Module(name) = entry {
        edits.push(mod_line(text, &tokens, &list, name, eol));
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = text.to_owned();
    for (range, new) in edits.into_iter().rev() {
        text.replace_range(range, &new);
    }
    Ok(text)
}

type Edit = (Range<usize>, String);

impl Entry {
    fn name(&self) -> String {
        let (Self::Module(name) | Self::File(name)) = self;
        name.clone()
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module(name) => f.write_str(name),
            Self::File(name) => write!(f, "\"{name}\""),
        }
    }
}

/// The static that holds the list, as indices into the tokens.
struct List {
    /// The first token of the item: documentation, attributes or visibility.
    item: usize,
    equals: usize,
    open: usize,
    close: usize,
}

impl List {
    fn find(tokens: &[Token], set: &str) -> Result<Self, ListError> {
        let error = |why| ListError { set: set.to_owned(), why };
        let is_set = |at: &usize| {
            tokens[*at].is_ident("static")
                && tokens
                    .get(at + 1)
                    .and_then(Token::ident)
                    .is_some_and(|name| name.eq_ignore_ascii_case(set))
        };
        let keyword = (0..tokens.len()).find(is_set).ok_or_else(|| error(Why::Missing))?;
        if depth(&tokens[..keyword]) > 0 {
            return Err(error(Why::Nested));
        }
        let equals = (keyword..tokens.len()).find(|&at| tokens[at].is_punct('='));
        let open = equals.filter(|&at| tokens.get(at + 1).is_some_and(|it| it.opens('[')));
        let (equals, open) = open.map(|at| (at, at + 1)).ok_or_else(|| error(Why::NoArray))?;
        let close = closing(tokens, open).ok_or_else(|| error(Why::NoArray))?;
        Ok(Self { item: item_start(tokens, keyword), equals, open, close })
    }

    /// The bytes of each entry.
    fn entries(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        let inside = &tokens[self.open + 1..self.close];
        inside
            .split(|token| token.is_punct(','))
            .filter_map(|entry| Some(entry.first()?.range.start..entry.last()?.range.end))
            .collect()
    }

    /// The list with one more entry.
    fn edit(&self, text: &str, tokens: &[Token], entry: &str, eol: &str) -> Edit {
        let (open, close) = (tokens[self.open].range.end, tokens[self.close].range.start);
        let entries = self.entries(tokens);
        let has_comments = has_comment(text, &tokens[self.open..=self.close]);
        if has_comments {
            return Self::append(text, &entries, open..close, entry, eol);
        }
        let equals = tokens[self.equals].range.end;
        let column = text[..equals].rfind('\n').map_or(equals, |at| equals - at - 1);
        let entries =
            entries.iter().map(|range| &text[range.clone()]).chain([entry]).collect::<Vec<_>>();
        (equals..tokens[self.close].range.end, layout(&entries, column, eol))
    }

    /// One more line before the bracket; the last entry gets its comma.
    fn append(
        text: &str,
        entries: &[Range<usize>],
        inside: Range<usize>,
        entry: &str,
        eol: &str,
    ) -> Edit {
        let last = entries.last().map_or(inside.start, |range| range.end);
        let rest = &text[last..inside.end];
        let comma = if entries.is_empty() || rest.trim_start().starts_with(',') { "" } else { "," };
        (last..inside.end, format!("{comma}{}{eol}    {entry},{eol}", rest.trim_end()))
    }
}

/// The widest array that rustfmt leaves on one line.
const ONE_LINE: usize = 60;
const LINE: usize = 100;

/// What stands behind the `=`, which ends at `column`: one line where it fits, else one a line.
fn layout(entries: &[&str], column: usize, eol: &str) -> String {
    let one_line = format!("[{}]", entries.join(", "));
    if one_line.len() - 2 > ONE_LINE {
        return format!(" [{eol}    {},{eol}]", entries.join(&format!(",{eol}    ")));
    }
    let blank = if column + one_line.len() + " ;".len() > LINE { "\n    " } else { " " };
    format!("{}{one_line}", blank.replace('\n', eol))
}

/// The `mod` line: below the last one that the list names, else above the static.
fn mod_line(text: &str, tokens: &[Token], list: &List, name: &str, eol: &str) -> Edit {
    let entries: Vec<_> = list.entries(tokens).into_iter().map(|range| &text[range]).collect();
    let is_listed = |at: &usize| {
        tokens[*at].is_ident("mod")
            && tokens.get(at + 2).is_some_and(|token| token.is_punct(';'))
            && tokens[at + 1].ident().is_some_and(|name| entries.contains(&name))
    };
    let Some(neighbour) = (0..tokens.len()).rev().find(is_listed) else {
        let start = tokens[list.item].range.start;
        return (start..start, format!("mod {name};{eol}{eol}"));
    };
    let visibility = &text
        [tokens[visibility_start(tokens, neighbour)].range.start..tokens[neighbour].range.start];
    let end = tokens[neighbour + 2].range.end;
    let end = text[end..].find(['\r', '\n']).map_or(text.len(), |at| end + at);
    (end..end, format!("{eol}{visibility}mod {name};"))
}

/// How many brackets are open after these tokens.
fn depth(tokens: &[Token]) -> usize {
    tokens.iter().fold(0, |depth: usize, token| match token.lexeme {
        Lexeme::Open(_) => depth + 1,
        Lexeme::Close(_) => depth.saturating_sub(1),
        _ => depth,
    })
}

/// The closing bracket that belongs to the opening one at `open`.
fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.lexeme {
            Lexeme::Open(_) => depth += 1,
            Lexeme::Close(_) if depth == 1 => return Some(at),
            Lexeme::Close(_) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The opening bracket that belongs to the closing one at `close`.
fn opening(tokens: &[Token], close: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for at in (0..=close).rev() {
        match tokens[at].lexeme {
            Lexeme::Close(_) => depth += 1,
            Lexeme::Open(_) if depth == 1 => return Some(at),
            Lexeme::Open(_) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first token of the visibility in front of the keyword, else the keyword.
fn visibility_start(tokens: &[Token], keyword: usize) -> usize {
    let is_pub = |at: usize| tokens.get(at).is_some_and(|token| token.is_ident("pub"));
    match keyword.checked_sub(1) {
        Some(at) if is_pub(at) => at,
        Some(at) if matches!(tokens[at].lexeme, Lexeme::Close('(' | ')')) => {
            { opening(tokens, at).and_then(|open| open.checked_sub(1)).filter(|&at| is_pub(at)) }
                .unwrap_or(keyword)
        }
        _ => keyword,
    }
}

/// The first token of the item: its documentation, attributes and visibility come before `keyword`.
fn item_start(tokens: &[Token], keyword: usize) -> usize {
    let mut start = visibility_start(tokens, keyword);
    while let Some(before) = start.checked_sub(1) {
        let attribute = || opening(tokens, before)?.checked_sub(1);
        match &tokens[before].lexeme {
            Lexeme::Doc(_) => start = before,
            Lexeme::Close(_) => match attribute().filter(|&at| tokens[at].is_punct('#')) {
                Some(at) => start = at,
                None => break,
            },
            _ => break,
        }
    }
    start
}

/// Whether there is more than blanks between these tokens.
fn has_comment(text: &str, tokens: &[Token]) -> bool {
    let gap = |pair: &[Token]| &text[pair[0].range.end..pair[1].range.start];
    tokens.windows(2).any(|pair| !gap(pair).trim().is_empty())
        || tokens.iter().any(|token| matches!(token.lexeme, Lexeme::Doc(_)))
}

/// The list of a set cannot be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListError {
    set: String,
    why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    Missing,
    Nested,
    NoArray,
    Listed(String),
}

impl fmt::Display for ListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = self.set.to_ascii_uppercase();
        match &self.why {
            Why::Missing => write!(f, "there is no `static {set}`"),
            Why::Nested => write!(
                f,
                "`static {set}` stands in an inline module (hint: move the static to a file's top \
                 level, or add the migration by hand)"
            ),
            Why::NoArray => write!(f, "`static {set}` is not written as `= [..]`"),
            Why::Listed(entry) => write!(f, "`{entry}` is already listed in `{set}`"),
        }
    }
}

impl std::error::Error for ListError {}

#[cfg(test)]
mod tests;
