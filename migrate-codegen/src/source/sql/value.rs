//! The values of headers, and what is allowed in each.

use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use super::fault::{advised, quoted};
use super::header::{Headers, Key, Value};
use super::stem::Stem;
use crate::source::{Expectation, Fault, Keys, SourceFile};
use crate::vocabulary::parse_duration;
use crate::{Category, Impact, Transactional, Version};

/// What the headers of a file say.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) version: Option<(Version, Range<usize>)>,
    pub(super) name: Option<String>,
    pub(super) description: String,
    pub(super) keys: Keys,
}

/// Reads the values; each wrong one is a fault.
pub(super) fn values(
    file: &Arc<SourceFile>,
    headers: &Headers<'_>,
    faults: &mut Vec<Fault>,
) -> Said {
    let mut said = Said::default();
    for (&key, values) in headers {
        for value in values {
            if let Err(wrong) = said.take(key, value) {
                let at = if value.at.is_empty() { &value.line } else { &value.at };
                faults.push(advised(file, at.clone(), wrong.message, wrong.help));
            }
        }
    }
    said
}

/// What is wrong with a value, and what to write instead.
struct Wrong {
    message: String,
    help: String,
}

impl Wrong {
    fn new(message: String, help: impl Into<String>) -> Self {
        Self { message, help: help.into() }
    }
}

impl Said {
    fn take(&mut self, key: Key, value: &Value<'_>) -> Result<(), Wrong> {
        let keys = &mut self.keys;
        match key {
            Key::Name => self.name = Some(filled(key, value)?),
            Key::Description => self.description = filled(key, value)?,
            Key::Timestamp => keys.created = Some(filled(key, value)?),
            Key::Version => self.version = Some((version(value)?, value.at.clone())),
            Key::Dependencies => depends_on(value, keys),
            Key::Category => {
                keys.category = Some(one_of(key, value, Category::ALL.map(Category::as_str))?);
                keys.category_at = Some(value.at.clone());
            }
            Key::PerformanceImpact => {
                keys.impact = Some(one_of(key, value, Impact::ALL.map(Impact::as_str))?);
            }
            Key::RollbackSafe => keys.rollback_safe = Some(truth(key, value)?),
            Key::Irreversible => keys.irreversible = Some(filled(key, value)?),
            Key::Transaction => {
                let within = truth(key, value)?;
                keys.transactional = if within { Transactional::Yes } else { Transactional::No };
            }
            Key::Preserve => keys.preserve = truth(key, value)?.then(|| value.at.clone()),
            Key::Timeout => keys.timeout = Some(timeout(value)?),
            Key::Expect => keys.expect.push(expectation(value)?),
        }
        Ok(())
    }
}

/// What a version is, as advice.
pub(super) fn whole_number() -> String {
    format!("a version is a whole number from 0 to {}", i64::MAX)
}

fn filled(key: Key, value: &Value<'_>) -> Result<String, Wrong> {
    let text = unquoted(value.text);
    if text.is_empty() {
        let what = if key == Key::Irreversible { "the reason" } else { "text" };
        let key = key.as_str();
        return Err(Wrong::new(format!("`{key}` is empty"), format!("write `-- @{key}: {what}`")));
    }
    Ok(text.to_owned())
}

fn version(value: &Value<'_>) -> Result<Version, Wrong> {
    let wrong = |_| Wrong::new(format!("`{}` is not a version", value.text), whole_number());
    value.text.parse().map_err(wrong)
}

fn one_of<T: FromStr, const N: usize>(
    key: Key,
    value: &Value<'_>,
    words: [&'static str; N],
) -> Result<T, Wrong> {
    unquoted(value.text).parse().map_err(|_| {
        let message = format!("`{}` knows no `{}`", key.as_str(), value.text);
        Wrong::new(message, format!("write one of {}", quoted(words)))
    })
}

fn truth(key: Key, value: &Value<'_>) -> Result<bool, Wrong> {
    match unquoted(value.text).to_ascii_lowercase().as_str() {
        "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        _ => {
            let message = format!("`{}` knows no `{}`", key.as_str(), value.text);
            Err(Wrong::new(message, "write `true` or `false`"))
        }
    }
}

fn timeout(value: &Value<'_>) -> Result<Duration, Wrong> {
    parse_duration(unquoted(value.text)).ok_or_else(|| {
        let help = "write a number with its unit: `500ms`, `30s`, `5min` or `2h`";
        Wrong::new(format!("`{}` is not a timeout", value.text), help)
    })
}

/// `rule, reason = ".."`, `rule: reason` or `rule reason`.
fn expectation(value: &Value<'_>) -> Result<Expectation, Wrong> {
    let text = value.text;
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .unwrap_or(text.len());
    let (rule, rest) = text.split_at(end);
    let rest = rest.trim_start_matches([' ', '\t', ',', ':', '-']);
    let named = rest.strip_prefix("reason").map(str::trim_start);
    let reason = named.and_then(|rest| rest.strip_prefix(['=', ':'])).unwrap_or(rest);
    let reason = unquoted(reason.trim());
    if rule.is_empty() || reason.is_empty() {
        let message = "`expect` takes a rule, and the reason why its finding is fine".to_owned();
        return Err(Wrong::new(message, "write `-- @expect: rule_id, reason = \"..\"`"));
    }
    let at = value.at.start..value.at.start + end;
    Ok(Expectation { rule: rule.to_owned(), reason: reason.to_owned(), at })
}

/// Versions, file stems and names, comma separated, in brackets or not.
fn depends_on(value: &Value<'_>, keys: &mut Keys) {
    let list = value.text.trim_matches(['[', ']', '(', ')', ' ', '\t']);
    if list.eq_ignore_ascii_case("none") {
        return;
    }
    for part in list.split(',').map(|part| unquoted(part.trim())).filter(|part| !part.is_empty()) {
        // A part is a slice of the value: the distance of their addresses is its place in it.
        let start = value.at.start + (part.as_ptr() as usize - value.text.as_ptr() as usize);
        let at = start..start + part.len();
        match Stem::parse(part) {
            Ok(Stem { version: Some(version), .. }) => keys.depends_on.push((version, at)),
            _ => keys.depends_on_names.push((part.to_owned(), at)),
        }
    }
}

/// A value may stand in quotes.
fn unquoted(text: &str) -> &str {
    let inner = |quote| text.strip_prefix(quote).and_then(|text: &str| text.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).or_else(|| inner('`')).unwrap_or(text).trim()
}
