//! The keys of `#[migrations(..)]`.

use super::cursor::{Argument, KeyFault, Value, arguments, split_commas};
use super::lexer::{Lexeme, Token};
use crate::Version;
use crate::check::{EngineVersion, Level, Options};
use crate::lint::{NotSettable, settable};
use crate::text::nearest;

const KEYS: [(&str, &str); 5] = [
    ("target", "target = \"3.45\""),
    ("functions", "functions(normalize(1))"),
    ("collations", "collations(german)"),
    ("adopted_through", "adopted_through = 40"),
    ("lint", "lint(rule = \"error\" | \"warn\" | \"off\")"),
];

/// Reads the tokens between the brackets of `#[migrations(..)]` into `options`.
#[must_use]
pub fn read(tokens: &[Token], options: &mut Options) -> Vec<KeyFault> {
    let mut faults = Vec::new();
    for argument in arguments(tokens, &mut faults) {
        faults.extend(set(options, &argument).err());
    }
    faults
}

fn set(options: &mut Options, argument: &Argument<'_>) -> Result<(), KeyFault> {
    match argument.key {
        "target" => options.target = Some(target(argument)?),
        "functions" => options.functions = list(argument, function)?,
        "collations" => options.collations = list(argument, collation)?,
        "adopted_through" => options.adopted_through = Some(version(argument)?),
        "lint" => {
            options.levels = list(argument, level)?;
            known_rules(argument)?;
        }
        key => return Err(unknown(key, argument)),
    }
    Ok(())
}

fn unknown(key: &str, argument: &Argument<'_>) -> KeyFault {
    let list: Vec<String> = KEYS.iter().map(|(name, _)| format!("`{name}`")).collect();
    let near = nearest(key, KEYS.iter().map(|&(name, _)| name));
    let did_you_mean = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let help = format!("{did_you_mean}the keys are {}", list.join(", "));
    KeyFault::new(argument.key_at.clone(), format!("unknown key `{key}`"), help)
}

fn wrong(argument: &Argument<'_>) -> KeyFault {
    let form = KEYS.iter().find(|(name, _)| *name == argument.key).map_or("", |(_, form)| form);
    let message = format!("`{}` has another form", argument.key);
    KeyFault::new(argument.at(), message, format!("write `{form}`"))
}

fn target(argument: &Argument<'_>) -> Result<EngineVersion, KeyFault> {
    match argument.value {
        Value::Is([Token { lexeme: Lexeme::Str(text), .. }]) => {
            text.parse().map_err(|_| wrong(argument))
        }
        _ => Err(wrong(argument)),
    }
}

fn version(argument: &Argument<'_>) -> Result<Version, KeyFault> {
    match argument.value {
        Value::Is([Token { lexeme: Lexeme::Int(digits), .. }]) => {
            digits.parse().map_err(|_| wrong(argument))
        }
        _ => Err(wrong(argument)),
    }
}

fn list<T>(
    argument: &Argument<'_>,
    read: impl Fn(&[Token]) -> Option<T>,
) -> Result<Vec<T>, KeyFault> {
    let Value::List(tokens) = argument.value else { return Err(wrong(argument)) };
    split_commas(tokens).into_iter().map(|part| read(part).ok_or_else(|| wrong(argument))).collect()
}

/// A misspelt rule would leave the right one as it is, silently.
fn known_rules(argument: &Argument<'_>) -> Result<(), KeyFault> {
    let named = |tokens: &[Token]| Some((tokens.first()?.range.clone(), level(tokens)?.0));
    for (at, rule) in list(argument, named)? {
        let fault = |error: NotSettable| KeyFault::new(at, error.message(), error.help());
        settable(&rule).map_err(fault)?;
    }
    Ok(())
}

/// `name` (any number of arguments) or `name(2)`.
fn function(tokens: &[Token]) -> Option<(String, i32)> {
    match tokens {
        [name] => Some((name.ident()?.to_owned(), -1)),
        [name, open, Token { lexeme: Lexeme::Int(count), .. }, _] if open.opens('(') => {
            Some((name.ident()?.to_owned(), count.parse().ok().filter(|&count| count <= 100)?))
        }
        _ => None,
    }
}

fn collation(tokens: &[Token]) -> Option<String> {
    match tokens {
        [name] => name.ident().map(str::to_owned),
        _ => None,
    }
}

fn level(tokens: &[Token]) -> Option<(String, Level)> {
    match tokens {
        [rule, equals, Token { lexeme: Lexeme::Str(level), .. }] if equals.is_punct('=') => {
            Some((rule.ident()?.to_owned(), level.parse().ok()?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lexer::lex;
    use super::*;
    use crate::Dialect;

    #[test]
    fn every_key() {
        let text = r#"target = "3.45", functions(normalize(1), uuid), collations(german),
            adopted_through = 40, lint(drop_table = "warn", no_rollback = "off")"#;
        let mut options = Options::new(Dialect::Sqlite);
        assert_eq!(read(&lex(text), &mut options), []);
        assert_eq!(options.target, Some(EngineVersion::new(3, 45, 0)));
        assert_eq!(options.functions, [("normalize".into(), 1), ("uuid".into(), -1)]);
        assert_eq!(options.collations, ["german"]);
        assert_eq!(options.adopted_through.map(Version::get), Some(40));
        assert_eq!(options.levels.len(), 2);
    }

    #[test]
    fn wrong_forms_say_the_right_one() {
        for (text, message) in [
            ("target = 3", "`target` has another form"),
            ("lint(drop_table = \"deny\")", "`lint` has another form"),
            ("functions(a(b))", "`functions` has another form"),
            ("tagret = \"3.45\"", "unknown key `tagret`"),
            ("lint(drop_tabel = \"warn\")", "there is no rule `drop_tabel`"),
            ("lint(no_such_function = \"off\")", "`no_such_function` is a refusal of the engine"),
        ] {
            let faults = read(&lex(text), &mut Options::new(Dialect::Sqlite));
            assert_eq!(faults.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(), [message]);
        }
    }
}
