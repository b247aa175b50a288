//! Dependencies that the statements imply: a migration needs the ones that made what it names.

use std::collections::{BTreeSet, HashMap};

use crate::Version;
use crate::check::History;
use crate::reader::{Kind, Statement};
use crate::text::{Token, tokens};

/// Words after which the name of a table or view stands.
const BEFORE_NAMES: &[&str] =
    &["from", "join", "into", "update", "table", "references", "on", "exists", "only"];

/// Tokens of a statement that are looked at: what is longer is data.
const LONGEST: usize = 100_000;

/// For each migration, by index, the earlier ones that made or last renamed what it names.
pub(super) fn implied(history: &History<'_>) -> Vec<BTreeSet<Version>> {
    let mut made: HashMap<String, Version> = HashMap::new();
    let mut implied = vec![BTreeSet::new(); history.units.len()];
    for &index in &history.order {
        let unit = &history.units[index];
        let version = unit.source.version;
        let texts = unit.up.texts().flat_map(|text| &text.statements);
        for statement in texts {
            let named = names(statement).filter_map(|name| made.get(&name).copied());
            implied[index].extend(named.filter(|&other| other < version));
            note(statement, version, &mut made);
        }
    }
    implied
}

fn note(statement: &Statement, version: Version, made: &mut HashMap<String, Version>) {
    let Some(object) = &statement.object else { return };
    match (statement.kind, &statement.to) {
        (kind, _) if kind.is_create() => {
            made.insert(object.name.to_lowercase(), version);
        }
        (Kind::AlterRenameTable, Some(to)) => {
            made.remove(&object.name.to_lowercase());
            made.insert(to.name.to_lowercase(), version);
        }
        (kind, _) if kind.is_drop() => {
            made.remove(&object.name.to_lowercase());
        }
        _ => {}
    }
}

/// The names in the statement that stand where tables, views and their like are named.
fn names(statement: &Statement) -> impl Iterator<Item = String> {
    let sql = statement.text();
    let mut expected = false;
    let mut found: Vec<String> = Vec::new();
    let read = tokens(sql, statement.dialect()).filter(Token::is_significant);
    for token in read.take(LONGEST) {
        match token.identifier(sql) {
            Some(name) if expected => found.push(name.to_lowercase()),
            _ => {}
        }
        expected = BEFORE_NAMES.iter().any(|word| token.is_word(sql, word));
    }
    let headline = [&statement.object, &statement.on].into_iter().flatten();
    found.extend(headline.map(|name| name.name.to_lowercase()));
    found.into_iter()
}
