//! Headers: `-- @name: value` lines in the comments that open a file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::fault::{advised, fault, quoted};
use super::scan::Comment;
use crate::source::{Fault, SourceFile};
use crate::text::nearest;

/// What a header may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Name,
    Description,
    Timestamp,
    Version,
    Dependencies,
    Category,
    RollbackSafe,
    PerformanceImpact,
    Irreversible,
    Transaction,
    Preserve,
    Timeout,
    Expect,
}

impl Key {
    const ALL: [Self; 13] = [
        Self::Name,
        Self::Description,
        Self::Timestamp,
        Self::Version,
        Self::Dependencies,
        Self::Category,
        Self::RollbackSafe,
        Self::PerformanceImpact,
        Self::Irreversible,
        Self::Transaction,
        Self::Preserve,
        Self::Timeout,
        Self::Expect,
    ];

    /// The word that messages use.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Description => "description",
            Self::Timestamp => "timestamp",
            Self::Version => "version",
            Self::Dependencies => "dependencies",
            Self::Category => "category",
            Self::RollbackSafe => "rollbackSafe",
            Self::PerformanceImpact => "performanceImpact",
            Self::Irreversible => "irreversible",
            Self::Transaction => "transaction",
            Self::Preserve => "preserve",
            Self::Timeout => "timeout",
            Self::Expect => "expect",
        }
    }

    /// The key that `word` stands for: in any case, `rollback_safe` and `rollback-safe` alike.
    fn parse(word: &str) -> Option<Self> {
        let plain = |word: &str| word.replace(['_', '-'], "").to_ascii_lowercase();
        match plain(word).as_str() {
            "dependson" | "depends" => Some(Self::Dependencies),
            "created" => Some(Self::Timestamp),
            word => Self::ALL.into_iter().find(|key| plain(key.as_str()) == word),
        }
    }
}

/// The value of one header, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    pub(super) text: &'a str,
    pub(super) at: Range<usize>,
    /// The header from its first character on: what to point at when the value is empty.
    pub(super) line: Range<usize>,
}

/// The headers of a file by key; `expect` may stand several times, every other key once.
pub(super) type Headers<'a> = BTreeMap<Key, Vec<Value<'a>>>;

/// Reads the headers among the comments that open `file`.
pub(super) fn headers<'a>(
    file: &'a Arc<SourceFile>,
    leading: &[Comment],
    faults: &mut Vec<Fault>,
) -> Headers<'a> {
    let mut headers = Headers::new();
    for comment in leading {
        match header(file, comment.inner(&file.text)) {
            Ok(None) => {}
            Ok(Some((key, value))) => {
                let values = headers.entry(key).or_default();
                if !values.is_empty() && key != Key::Expect {
                    let message = format!("`{}` is given twice", key.as_str());
                    faults.push(fault(file, value.line.clone(), message));
                }
                values.push(value);
            }
            Err(fault) => faults.push(fault),
        }
    }
    headers
}

/// A comment line as a header. Without `@` only a known word makes one: the rest is prose.
fn header(file: &Arc<SourceFile>, line: Range<usize>) -> Result<Option<(Key, Value<'_>)>, Fault> {
    let text = &file.text[line.clone()];
    let marked = text.strip_prefix('@');
    let body = marked.unwrap_or(text);
    let length = body
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(body.len());
    let (word, rest) = body.split_at(length);
    let value = rest.trim_start().strip_prefix(':');
    match (Key::parse(word), value, marked) {
        (Some(key), Some(value), _) => {
            let text = value.trim_start();
            let at = line.end - text.len()..line.end;
            Ok(Some((key, Value { text, at, line })))
        }
        (Some(key), None, Some(_)) => {
            let message = format!("`@{word}` has no value");
            let help = format!("write `-- @{}: ..`", key.as_str());
            Err(advised(file, line, message, help))
        }
        (None, Some(_), Some(_)) => {
            let at = line.start..line.start + 1 + length;
            Err(advised(file, at, format!("unknown header `@{word}`"), known(word)))
        }
        _ => Ok(None),
    }
}

fn known(word: &str) -> String {
    let list = quoted(Key::ALL.iter().map(|key| key.as_str()));
    match nearest(word, Key::ALL.iter().map(|key| key.as_str())) {
        Some(near) => format!("did you mean `{near}`? the headers are {list}"),
        None => format!("the headers are {list}; without the `@` the line is prose"),
    }
}
