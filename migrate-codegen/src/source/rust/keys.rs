//! The keys of `#[migration(..)]`.

use std::ops::Range;
use std::time::Duration;

use super::cursor::{Argument, KeyFault, Value, arguments, span, split_commas};
use super::lexer::{Lexeme, Token};
use crate::source::{Expectation, Keys};
use crate::text::nearest;
use crate::vocabulary::parse_duration;
use crate::{Transactional, Version};

/// Every key, with the form of its value, in the order in which messages list them.
const KEYS: [(&str, &str); 16] = [
    ("version", "version = 3"),
    ("depends_on", "depends_on = [1, 2]"),
    ("category", "category = \"schema\" | \"data\" | \"index\" | \"constraint\""),
    ("name", "name = \"create_orders\""),
    ("created", "created = \"2026-03-02\""),
    ("irreversible", "irreversible = \"why there is no way back\""),
    ("transaction", "transaction = false"),
    ("preserve", "preserve"),
    ("timeout", "timeout = \"30s\""),
    ("rollback_safe", "rollback_safe = false"),
    ("performance_impact", "performance_impact = \"low\" | \"medium\" | \"high\""),
    ("expect", "expect(rule, reason = \"why that is fine\")"),
    ("schema", "schema = \"ALTER TABLE ..\""),
    ("revision", "revision = 2"),
    // Read, and refused with a word of its own, because other tools have them.
    ("description", ""),
    ("down", ""),
];

/// What `#[migration(..)]` says. Ranges are in the units of the tokens that were read.
#[derive(Clone, Debug, Default)]
pub struct Attribute {
    /// `version`, when it is there and right.
    pub version: Option<(Version, Range<usize>)>,
    /// `name`.
    pub name: Option<String>,
    /// `schema`: its text and the literal.
    pub schema: Option<(String, Range<usize>)>,
    /// `revision`, where it stands.
    pub revision: Option<Range<usize>>,
    /// Every `key`, `key = value` and `key(..)`, in the order in which they stand.
    pub places: Vec<Range<usize>>,
    /// The other keys; `keys.schema` is left empty.
    pub keys: Keys,
    /// Everything that is wrong with it.
    pub faults: Vec<KeyFault>,
}

/// Reads the tokens between the brackets of `#[migration(..)]`.
#[must_use]
pub fn read(tokens: &[Token]) -> Attribute {
    let mut attribute = Attribute::default();
    let mut faults = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for argument in arguments(tokens, &mut faults) {
        attribute.places.push(argument.at());
        if argument.key != "expect" && seen.contains(&argument.key) {
            let message = format!("`{}` is given twice", argument.key);
            faults.push(KeyFault::new(argument.key_at.clone(), message, "keep one of them"));
            continue;
        }
        seen.push(argument.key);
        faults.extend(attribute.set(&argument).err());
    }
    // What could not be read may have been meant as the version.
    if faults.is_empty() && attribute.version.is_none() {
        let help = "write `#[migration(version = 3)]`: a whole number, unique in its set";
        faults.push(KeyFault::new(span(tokens), "`version` is missing", help));
    }
    attribute.faults = faults;
    attribute
}

impl Attribute {
    fn set(&mut self, argument: &Argument<'_>) -> Result<(), KeyFault> {
        let keys = &mut self.keys;
        match argument.key {
            "version" => self.version = Some((version(argument)?, argument.at())),
            "depends_on" => keys.depends_on = versions(argument)?,
            "category" => {
                keys.category = Some(parsed(argument)?);
                keys.category_at = Some(argument.at());
            }
            "name" => self.name = Some(name(argument)?),
            "created" => keys.created = Some(text(argument)?.0),
            "irreversible" => keys.irreversible = Some(reason(argument)?),
            "transaction" => keys.transactional = transactional(argument)?,
            "preserve" => keys.preserve = flag(argument)?.then(|| argument.at()),
            "timeout" => keys.timeout = Some(duration(argument)?),
            "rollback_safe" => keys.rollback_safe = Some(truth(argument)?),
            "performance_impact" => keys.impact = Some(parsed(argument)?),
            "expect" => keys.expect.push(expectation(argument)?),
            "schema" => self.schema = Some(text(argument)?),
            "revision" => {
                keys.revision = revision(argument)?;
                self.revision = Some(argument.at());
            }
            _ => return Err(unknown(argument)),
        }
        Ok(())
    }
}

fn unknown(argument: &Argument<'_>) -> KeyFault {
    let help = match argument.key {
        "description" => "the item's doc comment is its description".to_owned(),
        "down" | "rollback" => "write the rollback as `const DOWN` beside `const UP`, \
                                in `mod name { .. }`"
            .to_owned(),
        key => {
            let all = || KEYS.iter().filter(|(_, form)| !form.is_empty()).map(|&(name, _)| name);
            let list: Vec<String> = all().map(|name| format!("`{name}`")).collect();
            match nearest(key, all()) {
                Some(near) => format!("did you mean `{near}`? the keys are {}", list.join(", ")),
                None => format!("the keys are {}", list.join(", ")),
            }
        }
    };
    KeyFault::new(argument.key_at.clone(), format!("unknown key `{}`", argument.key), help)
}

/// A complaint about the value of a key, with the form that it should have.
fn wrong(argument: &Argument<'_>, what: &str) -> KeyFault {
    let form = KEYS.iter().find(|(name, _)| *name == argument.key).map_or("", |(_, form)| form);
    KeyFault::new(argument.at(), format!("`{}` {what}", argument.key), format!("write `{form}`"))
}

/// The single token after `=`.
fn single<'a>(argument: &Argument<'a>, what: &str) -> Result<&'a Token, KeyFault> {
    match argument.value {
        Value::Is([token]) => Ok(token),
        _ => Err(wrong(argument, what)),
    }
}

fn text(argument: &Argument<'_>) -> Result<(String, Range<usize>), KeyFault> {
    let token = single(argument, "takes one string literal")?;
    match &token.lexeme {
        Lexeme::Str(text) => Ok((text.clone(), token.range.clone())),
        _ => Err(wrong(argument, "takes one string literal")),
    }
}

fn reason(argument: &Argument<'_>) -> Result<String, KeyFault> {
    let (reason, _) = text(argument)?;
    if reason.trim().is_empty() {
        return Err(wrong(argument, "needs a reason: whoever is on call will read it"));
    }
    Ok(reason)
}

fn name(argument: &Argument<'_>) -> Result<String, KeyFault> {
    let (name, _) = text(argument)?;
    if name.trim().is_empty() || name.contains(char::is_control) {
        return Err(wrong(argument, "needs a name of one line"));
    }
    Ok(name)
}

fn parsed<T>(argument: &Argument<'_>) -> Result<T, KeyFault>
where
    T: std::str::FromStr,
{
    let (word, _) = text(argument)?;
    word.parse().map_err(|_| wrong(argument, &format!("knows no `{word}`")))
}

fn number(token: &Token) -> Option<Version> {
    match &token.lexeme {
        Lexeme::Int(digits) => digits.parse().ok(),
        _ => None,
    }
}

fn version(argument: &Argument<'_>) -> Result<Version, KeyFault> {
    let what = "takes a whole number from 0 to 9223372036854775807";
    number(single(argument, what)?).ok_or_else(|| wrong(argument, what))
}

fn versions(argument: &Argument<'_>) -> Result<Vec<(Version, Range<usize>)>, KeyFault> {
    let what = "takes a list of versions";
    let Value::Is([open, inner @ .., _]) = argument.value else {
        return Err(wrong(argument, what));
    };
    if !open.opens('[') {
        return Err(wrong(argument, what));
    }
    let one = |part: &[Token]| match part {
        [token] => number(token).map(|version| (version, token.range.clone())),
        _ => None,
    };
    split_commas(inner)
        .into_iter()
        .map(|part| one(part).ok_or_else(|| wrong(argument, what)))
        .collect()
}

fn truth(argument: &Argument<'_>) -> Result<bool, KeyFault> {
    let token = single(argument, "takes `true` or `false`")?;
    match token.ident() {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(wrong(argument, "takes `true` or `false`")),
    }
}

fn flag(argument: &Argument<'_>) -> Result<bool, KeyFault> {
    match argument.value {
        Value::Nothing => Ok(true),
        Value::Is(_) => truth(argument),
        Value::List(_) => Err(wrong(argument, "takes no list")),
    }
}

fn transactional(argument: &Argument<'_>) -> Result<Transactional, KeyFault> {
    Ok(if truth(argument)? { Transactional::Yes } else { Transactional::No })
}

fn revision(argument: &Argument<'_>) -> Result<u32, KeyFault> {
    let number = version(argument).map_err(|_| wrong(argument, "takes a whole number"))?;
    u32::try_from(number.get()).map_err(|_| wrong(argument, "takes a number below 4294967296"))
}

fn duration(argument: &Argument<'_>) -> Result<Duration, KeyFault> {
    let (text, _) = text(argument)?;
    parse_duration(&text)
        .ok_or_else(|| wrong(argument, "takes a number with a unit: `ms`, `s`, `min` or `h`"))
}

fn expectation(argument: &Argument<'_>) -> Result<Expectation, KeyFault> {
    let form = || wrong(argument, "takes a rule and a reason");
    let Value::List(list) = argument.value else { return Err(form()) };
    let parts = split_commas(list);
    let [[rule], [key, equals, why]] = parts[..] else { return Err(form()) };
    let (Some(name), true, true, Lexeme::Str(reason)) =
        (rule.ident(), key.is_ident("reason"), equals.is_punct('='), &why.lexeme)
    else {
        return Err(form());
    };
    if reason.trim().is_empty() {
        return Err(wrong(argument, "needs a reason: the reviewer will read it"));
    }
    Ok(Expectation { rule: name.to_owned(), reason: reason.clone(), at: rule.range.clone() })
}

#[cfg(test)]
mod tests {
    use super::super::lexer::lex;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let attribute = read(&lex(text));
        let found: Vec<(&str, &str)> = attribute
            .faults
            .iter()
            .map(|fault| (&text[fault.at.clone()], fault.message.as_str()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_key() {
        let text = r#"version = 20250122_001, depends_on = [1, 2,], category = "index",
            name = "n", created = "2026", irreversible = "r", transaction = false, preserve,
            timeout = "30s", rollback_safe = false, performance_impact = "high",
            expect(drop_table, reason = "a"), expect(no_rollback, reason = "b"),
            schema = "ALTER", revision = 2,"#;
        let attribute = read(&lex(text));
        assert_eq!(attribute.faults, []);
        assert_eq!(attribute.version.map(|(v, _)| v.get()), Some(20_250_122_001));
        assert_eq!(attribute.keys.depends_on.len(), 2);
        assert_eq!(attribute.keys.timeout, Some(Duration::from_secs(30)));
        assert_eq!(attribute.keys.expect.len(), 2);
        assert_eq!(attribute.keys.revision, 2);
        assert_eq!(attribute.keys.preserve.map(|at| &text[at]), Some("preserve"));
        assert_eq!(attribute.keys.transactional, Transactional::No);
    }

    #[test]
    fn wrong_values() {
        check("", &[("", "`version` is missing")]);
        check("version = 1, version = 2", &[("version", "`version` is given twice")]);
        let range = "`version` takes a whole number from 0 to 9223372036854775807";
        check("version = \"1\"", &[("version = \"1\"", range)]);
        check("version = -1", &[("version = -1", range)]);
        check("version = 9223372036854775808", &[("version = 9223372036854775808", range)]);
        check(
            "version = 1, depends_on = 1",
            &[("depends_on = 1", "`depends_on` takes a list of versions")],
        );
        check(
            "version = 1, depends_on = [\"a\"]",
            &[("depends_on = [\"a\"]", "`depends_on` takes a list of versions")],
        );
        check(
            "version = 1, category = \"table\"",
            &[("category = \"table\"", "`category` knows no `table`")],
        );
        check(
            "version = 1, irreversible",
            &[("irreversible", "`irreversible` takes one string literal")],
        );
        check(
            "version = 1, irreversible = \" \"",
            &[(
                "irreversible = \" \"",
                "`irreversible` needs a reason: whoever is on call will read it",
            )],
        );
        check(
            "version = 1, expect(drop_table)",
            &[("expect(drop_table", "`expect` takes a rule and a reason")],
        );
        check(
            "version = 1, timeout = \"30\"",
            &[(
                "timeout = \"30\"",
                "`timeout` takes a number with a unit: `ms`, `s`, `min` or `h`",
            )],
        );
        check("version = 1, 7", &[("7", "expected a key")]);
        check("1", &[("1", "expected a key")]);
        check("version 1", &[("1", "expected `=` after `version`")]);
    }

    #[test]
    fn unknown_keys_say_what_is_allowed() {
        let help = |text: &str| read(&lex(text)).faults[0].help.clone().expect("help");
        assert!(
            help("version = 1, catgory = \"x\"")
                .starts_with("did you mean `category`? the keys are")
        );
        assert!(help("version = 1, description = \"x\"").contains("doc comment"));
        assert!(!help("version = 1, zzz").contains("`down`"));
    }
}
