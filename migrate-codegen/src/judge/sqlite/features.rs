//! Which version of SQLite brought what, for the target and for the engine at hand.

use super::engine::version;
use crate::Dialect;
use crate::check::{EngineVersion, Options};
use crate::reader::{Kind, Statement};
use crate::text::{Token, TokenKind, tokens};

/// The SQLite inside D1.
const D1: EngineVersion = EngineVersion::new(3, 47, 0);

/// Functions by the version that brought them.
const FUNCTIONS: &[(&str, u32)] = &[
    ("iif", 32),
    ("unixepoch", 38),
    ("format", 38),
    ("unhex", 41),
    ("timediff", 43),
    ("octet_length", 43),
    ("concat", 44),
    ("concat_ws", 44),
    ("string_agg", 44),
    ("jsonb", 45),
    ("jsonb_array", 45),
    ("jsonb_extract", 45),
    ("jsonb_group_array", 45),
    ("jsonb_group_object", 45),
    ("jsonb_insert", 45),
    ("jsonb_object", 45),
    ("jsonb_patch", 45),
    ("jsonb_remove", 45),
    ("jsonb_replace", 45),
    ("jsonb_set", 45),
    ("json_pretty", 46),
    ("if", 48),
    ("unistr", 50),
    ("unistr_quote", 50),
];

/// Words after which a name and a parenthesis are no call.
const NO_CALL: &[&str] =
    &["table", "into", "exists", "references", "on", "with", "recursive", "index", "as"];

/// Something that older engines lack.
struct Feature {
    what: String,
    since: EngineVersion,
    /// Its bytes in the statement.
    at: std::ops::Range<usize>,
}

/// What the target lacks of a statement: where in the statement, and a message.
pub(super) fn beyond_target(
    statement: &Statement,
    options: &Options,
) -> Option<(std::ops::Range<usize>, String)> {
    let default = (options.dialect == Dialect::D1).then_some(D1);
    let target = options.target.or(default)?;
    let declared = |what: &str| {
        options
            .functions
            .iter()
            .any(|(name, _)| what.trim_end_matches("()").eq_ignore_ascii_case(name))
    };
    let found = features(statement);
    let feature = found.into_iter().find(|f| f.since > target && !declared(&f.what))?;
    let whose = match options.target {
        Some(_) => format!("the target is {target}"),
        None => format!("D1 runs {target}"),
    };
    Some((feature.at, format!("`{}` needs SQLite {}, and {whose}", feature.what, feature.since)))
}

/// What the engine at hand lacks of a statement.
pub(super) fn needed(statement: &Statement) -> Option<String> {
    let feature = features(statement).into_iter().find(|f| f.since > version())?;
    Some(format!(
        "`{}` needs SQLite {}, and this build brings {}",
        feature.what,
        feature.since,
        version()
    ))
}

fn features(statement: &Statement) -> Vec<Feature> {
    let sql = statement.text();
    let read: Vec<Token> = tokens(sql, statement.dialect()).filter(Token::is_significant).collect();
    let mut found: Vec<_> = (0..read.len()).filter_map(|at| call(sql, &read, at)).collect();
    found.extend(by_kind(statement, sql, &read));
    found.extend(by_word(statement, sql, &read));
    found
}

fn call(sql: &str, read: &[Token], at: usize) -> Option<Feature> {
    let token = &read[at];
    let called = token.kind == TokenKind::Word && read.get(at + 1)?.is_symbol(sql, '(');
    let before = at.checked_sub(1).map(|before| &read[before])?;
    let no_call =
        before.is_symbol(sql, '.') || NO_CALL.iter().any(|word| before.is_word(sql, word));
    if !called || no_call {
        return None;
    }
    let &(name, minor) = FUNCTIONS.iter().find(|(name, _)| token.is_word(sql, name))?;
    let since = EngineVersion::new(3, minor, 0);
    Some(Feature { what: format!("{name}()"), since, at: token.range.clone() })
}

fn by_kind(statement: &Statement, sql: &str, read: &[Token]) -> Option<Feature> {
    let word = |at: usize, word| read.get(at).is_some_and(|token: &Token| token.is_word(sql, word));
    let (what, minor) = match statement.kind {
        Kind::AlterDropColumn => ("DROP COLUMN", 35),
        Kind::AlterRenameColumn => ("RENAME COLUMN", 25),
        Kind::AlterOther => {
            // `ALTER TABLE name`, or `ALTER TABLE schema.name`.
            let verb =
                if read.get(3).is_some_and(|token| token.is_symbol(sql, '.')) { 5 } else { 3 };
            match () {
                () if word(verb, "alter") => ("ALTER COLUMN", 53),
                () if word(verb, "add") => ("ADD CONSTRAINT", 53),
                () if word(verb, "drop") => ("DROP CONSTRAINT", 53),
                () => return None,
            }
        }
        _ => return None,
    };
    let at = read.first()?.range.clone();
    Some(Feature { what: what.to_owned(), since: EngineVersion::new(3, minor, 0), at })
}

/// `RETURNING` and `STRICT`, where no name can stand.
fn by_word(statement: &Statement, sql: &str, read: &[Token]) -> Option<Feature> {
    let (what, minor) = match statement.kind {
        kind if kind.is_data() => ("RETURNING", 35),
        Kind::CreateTable => ("STRICT", 37),
        _ => return None,
    };
    let mut depth = 0_usize;
    let token = read.iter().skip(3).find(|token| {
        if token.is_symbol(sql, '(') {
            depth += 1;
        } else if token.is_symbol(sql, ')') {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && token.is_word(sql, what)
    })?;
    let since = EngineVersion::new(3, minor, 0);
    Some(Feature { what: what.to_owned(), since, at: token.range.clone() })
}
