//! String literals: their text, and where each byte of it stands in the file.

use std::ops::Range;
use std::sync::Arc;

use crate::source::file::{SourceFile, SqlText};

/// The string literal at the start of `rest`: its text (`None` for byte and C strings, and for one
/// with no end or a wrong escape) and its length in bytes. `None` when no string begins here.
pub(super) fn string(rest: &str) -> Option<(Option<String>, usize)> {
    let prefix = rest.bytes().take_while(|b| matches!(b, b'b' | b'c' | b'r')).count();
    let (raw, plain) = match &rest[..prefix] {
        "" => (false, true),
        "r" => (true, true),
        "b" | "c" => (false, false),
        "br" | "cr" => (true, false),
        _ => return None,
    };
    let hashes = rest[prefix..].bytes().take_while(|&b| b == b'#').count();
    let open = prefix + hashes + 1;
    if !rest[prefix + hashes..].starts_with('"') || (hashes > 0 && !raw) {
        return None;
    }
    let Some(inner) = length_inside(&rest[open..], raw.then_some(hashes)) else {
        return Some((None, rest.len()));
    };
    let cooked = plain.then(|| cook(&rest[open..open + inner], raw)).flatten();
    Some((cooked.map(|(text, _)| text), open + inner + 1 + hashes))
}

/// The text of the string literal that stands at `range` of `file`, with the way back.
pub(super) fn sql_text(file: &Arc<SourceFile>, range: &Range<usize>) -> Option<SqlText> {
    let literal = &file.text[range.clone()];
    let raw = literal.starts_with('r');
    let open = literal.find('"')? + 1;
    let hashes = if raw { open - 2 } else { 0 };
    let inner = literal.get(open..literal.len() - 1 - hashes)?;
    let (text, mut map) = cook(inner, raw)?;
    for (_, in_file) in &mut map {
        *in_file += range.start + open;
    }
    Some(SqlText::mapped(file, text, map))
}

/// Bytes between the quotes: for a raw string up to `"` and its hashes.
fn length_inside(inner: &str, raw_hashes: Option<usize>) -> Option<usize> {
    if let Some(hashes) = raw_hashes {
        return inner.find(&format!("\"{}", "#".repeat(hashes)));
    }
    // From mark to mark, because macros are compiled without optimisation.
    let (mut at, mut quote) = (0, inner.find('"')?);
    while let Some(found) = inner[at..quote].find('\\') {
        let escaped = at + found + 1;
        at = escaped + inner[escaped..].chars().next().map_or(0, char::len_utf8);
        if at > quote {
            quote = at + inner[at..].find('"')?;
        }
    }
    Some(quote)
}

/// Resolves escapes and line ends as rustc does; the map pairs offsets in the text with offsets in
/// `inner`, wherever they drift apart.
fn cook(inner: &str, raw: bool) -> Option<(String, Vec<(usize, usize)>)> {
    let mut map = vec![(0, 0)];
    // Most have neither, and looking for one character is quick in a build without optimisation too.
    if (raw || !inner.contains('\\')) && !inner.contains('\r') {
        return Some((inner.to_owned(), map));
    }
    let mut text = String::with_capacity(inner.len());
    let mut at = 0;
    while let Some(found) = inner[at..].find(['\\', '\r']) {
        text.push_str(&inner[at..at + found]);
        at += found;
        let length = match inner.as_bytes()[at] {
            b'\r' if inner[at + 1..].starts_with('\n') => 1,
            b'\\' if !raw => {
                let (c, length) = escape(&inner[at..])?;
                text.extend(c);
                length
            }
            byte => {
                text.push(char::from(byte));
                at += 1;
                continue;
            }
        };
        at += length;
        map.push((text.len(), at));
    }
    text.push_str(&inner[at..]);
    Some((text, map))
}

/// The character that the escape at the start of `text` stands for (none for a line break that is
/// skipped) and the length of the escape.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let simple = |c| Some((Some(c), 2));
    match text.as_bytes().get(1)? {
        b'n' => simple('\n'),
        b'r' => simple('\r'),
        b't' => simple('\t'),
        b'0' => simple('\0'),
        b'\\' => simple('\\'),
        b'\'' => simple('\''),
        b'"' => simple('"'),
        b'x' => {
            let code = u8::from_str_radix(text.get(2..4)?, 16).ok()?;
            Some((Some(char::from(code)), 4))
        }
        b'u' => {
            let digits = text.get(3..)?.split('}').next()?;
            let code = u32::from_str_radix(&digits.replace('_', ""), 16).ok()?;
            Some((Some(char::from_u32(code)?), digits.len() + 4))
        }
        b'\n' | b'\r' => {
            let rest = &text[1..];
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            Some((None, 1 + blank))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(literal: &str, expected: &str) {
        let (text, length) = string(literal).expect("a string");
        assert_eq!(length, literal.len());
        assert_eq!(text.as_deref(), Some(expected));
    }

    #[test]
    fn escapes() {
        check(r#""a\n\t\\\"\x41\u{1F_600}""#, "a\n\t\\\"A\u{1f600}");
        check("\"a\\\n   b\"", "ab");
        check("\"a\r\nb\"", "a\nb");
        check("r#\"a\\n\"b\"#", "a\\n\"b");
        check("r\"\"", "");
        check(r#""\\""#, "\\");
        check(r#""a\"\\\"b""#, "a\"\\\"b");
    }

    #[test]
    fn what_is_no_string() {
        assert_eq!(string("x\"a\""), None);
        assert_eq!(string("#\"a\"#"), None);
        assert_eq!(string("b\"a\""), Some((None, 4)));
        assert_eq!(string("\"a"), Some((None, 2)));
        assert_eq!(string("\"a\\\""), Some((None, 4)));
        assert_eq!(string("\"\\é\""), Some((None, 5)));
    }

    #[test]
    fn the_way_back_is_exact() {
        let file = SourceFile::new("a.rs", "x = \"é\\n\\u{41}b\r\nc\";");
        let sql = sql_text(&file, &(4..file.text.len() - 1)).expect("a string");
        assert_eq!(sql.text, "é\nAb\nc");
        for c in ["é", "b", "c"] {
            let offset = sql.text.find(c).expect("present");
            assert!(file.text[sql.file_offset(offset)..].starts_with(c), "{c}");
        }
    }
}
