//! What `migrations.sum` says of one migration.

use crate::rollback::Keeping;
use crate::{Footprint, RollbackClass, Version};

/// What `migrations.sum` says of one migration, as far as a check does not find it out again.
#[derive(Debug, Default)]
pub(crate) struct Block<'a> {
    pub(crate) version: Version,
    pub(crate) checksum: &'a str,
    /// The checksum of the rollback that its author gave.
    pub(crate) down: Option<&'a str>,
    pub(crate) rollback: Option<RollbackClass>,
    /// Its author's reason for having none.
    pub(crate) irreversible: Option<String>,
    /// Any other reason.
    pub(crate) no_rollback: Option<String>,
    /// What its rollback does not bring back.
    pub(crate) lost: Option<String>,
    /// The text of the inferred rollback.
    pub(crate) undo: Option<String>,
    /// What it keeps aside.
    pub(crate) keeping: Vec<Keeping>,
    /// Whether it runs without a transaction.
    pub(crate) alone: bool,
    /// The findings that its author consents to.
    pub(crate) expect: Vec<String>,
    /// The directions in which the engine must not act on foreign keys.
    pub(crate) suspends: Vec<String>,
    pub(crate) depends_on: Vec<Version>,
    pub(crate) footprint: Footprint,
}

/// The value of a key.
#[derive(Clone, Copy)]
enum Value<'a> {
    /// As it stands there.
    Raw(&'a str),
    /// A text over several lines.
    Lines(&'a str),
}

impl<'a> Block<'a> {
    /// Reads the lines of one migration; `None` when one of them is not what this tool writes.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut block = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (key, after) = rest.split_once(" = ")?;
            let (value, after) = value(after)?;
            block.take(key, value)?;
            rest = after;
        }
        Some(block)
    }

    fn take(&mut self, key: &str, value: Value<'a>) -> Option<()> {
        let raw = match value {
            Value::Lines(text) if key == "undo" => {
                self.undo = Some(text.to_owned());
                return Some(());
            }
            Value::Lines(_) => return None,
            Value::Raw(raw) => raw,
        };
        match key {
            "version" => self.version = raw.parse().ok()?,
            "checksum" => self.checksum = plain(raw)?,
            "down" => self.down = Some(plain(raw)?),
            "rollback" => self.rollback = Some(plain(raw)?.parse().ok()?),
            "no_rollback" => self.no_rollback = Some(unquoted(raw)?.0),
            "irreversible" => self.irreversible = Some(unquoted(raw)?.0),
            "lost" => self.lost = Some(unquoted(raw)?.0),
            "undo" => self.undo = Some(unquoted(raw)?.0),
            "transaction" => self.alone = raw == "false",
            "expect" => self.expect = list(raw)?,
            "suspends_foreign_keys" => self.suspends = list(raw)?,
            "keeps" => self.keeping = keeping(&list(raw)?)?,
            "depends_on" => {
                let inside = raw.strip_prefix('[')?.strip_suffix(']')?;
                let numbers = inside.split(',').map(str::trim).filter(|it| !it.is_empty());
                self.depends_on = numbers.map(|it| it.parse().ok()).collect::<Option<_>>()?;
            }
            "reads" | "writes" | "alters" => {
                list(raw)?.iter().for_each(|name| self.footprint.add(key, name));
            }
            // For the reader of the file, or found out again.
            "name" | "rust" | "category" | "risk" | "implied" => {}
            _ => return None,
        }
        Some(())
    }
}

/// The value at the start of the text, and the lines after it.
fn value(text: &str) -> Option<(Value<'_>, &str)> {
    if let Some(lines) = text.strip_prefix("'''\n") {
        let (lines, rest) = lines.split_once("\n'''\n")?;
        return Some((Value::Lines(lines), rest));
    }
    let end = if text.starts_with("[\n") { "\n]\n" } else { "\n" };
    let at = text.find(end)? + end.len();
    Some((Value::Raw(text[..at].trim_end()), &text[at..]))
}

/// A text in quotes without escapes.
fn plain(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"').filter(|it| !it.contains(['"', '\\']))
}

/// The text in quotes at the start, and what follows it.
fn unquoted(raw: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut rest = raw.strip_prefix('"')?;
    loop {
        let at = rest.find(['"', '\\'])?;
        text.push_str(&rest[..at]);
        if rest[at..].starts_with('"') {
            return Some((text, &rest[at + 1..]));
        }
        let escaped = &rest[at + 1..];
        if let Some(hex) = escaped.strip_prefix('u') {
            text.push(char::from_u32(u32::from_str_radix(hex.get(..4)?, 16).ok()?)?);
            rest = &hex[4..];
        } else {
            text.push(escaped.chars().next().filter(|c| matches!(c, '"' | '\\'))?);
            rest = &escaped[1..];
        }
    }
}

/// A list of texts in quotes.
fn list(raw: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut rest = raw.strip_prefix('[')?.trim_start();
    while rest != "]" {
        let (text, after) = unquoted(rest)?;
        all.push(text);
        rest = after.trim_start();
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    }
    Some(all)
}

/// What is kept aside; each element begins with what it is.
fn keeping(elements: &[String]) -> Option<Vec<Keeping>> {
    let mut all = Vec::new();
    for element in elements {
        let (what, text) = element.split_once(": ")?;
        let text = text.to_owned();
        if what == "table" {
            all.push(Keeping { table: text, ..Keeping::default() });
            continue;
        }
        let last = all.last_mut()?;
        match what {
            "in" => last.place = text,
            "before" => last.before.push(text),
            "after" => last.after.push(text),
            _ => return None,
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_tool_writes_is_read() {
        let text = "version = 7\nname = \"a\"\nchecksum = \"c1:x\"\nrollback = \"schema-only\"\n\
                    lost = \"the \\\"rows\\\"\\u000A\"\nundo = '''\nDROP TABLE a;\n\nSELECT 1;\n'''\n\
                    transaction = false\nexpect = [\"drop_table\"]\ndepends_on = [1, 2]\n\
                    reads = [\n    \"a.b\",\n    \"c\",\n]\nwrites = [\"*\"]\n\
                    keeps = [\"table: a\", \"in: b\", \"before: x: 1\", \"table: c\"]\n";
        let block = Block::read(text).expect("is read");
        assert_eq!((block.version.get(), block.checksum, block.alone), (7, "c1:x", true));
        assert_eq!(block.lost.as_deref(), Some("the \"rows\"\n"));
        assert_eq!(block.undo.as_deref(), Some("DROP TABLE a;\n\nSELECT 1;"));
        assert_eq!((block.expect, block.depends_on.len()), (vec!["drop_table".to_owned()], 2));
        let tables: Vec<_> = block.keeping.iter().map(|it| it.table.as_str()).collect();
        assert_eq!((tables, &block.keeping[0].before), (vec!["a", "c"], &vec!["x: 1".to_owned()]));
        let footprint = r#"{"reads":["*","a.b","c"],"writes":["*"]}"#;
        assert_eq!(block.footprint.to_string(), footprint);
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "version = 7",
            "version = x\n",
            "later = 1\n",
            "<<<<<<< HEAD\nversion = 7\n",
            "undo = '''\nDROP TABLE a;\n",
            "keeps = [\"in: a\"]\n",
            "lost = \"a\n",
            "lost = \"\\q\"\n",
            "expect = [\"a\" x]\n",
            "version = '''\n7\n'''\n",
        ] {
            assert!(Block::read(text).is_none(), "{text}");
        }
    }
}
