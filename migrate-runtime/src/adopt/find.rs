//! Finding the migrations that a ledger names in the set.

use migrate_codegen::Version;

use super::entry::Key;
use crate::file_name::stem;
use crate::migration::Migration;
use crate::set::Set;

/// What a key means in the set.
#[derive(Debug)]
pub(crate) enum Found {
    /// These migrations, in ascending order.
    Here(Vec<&'static Migration>),
    /// The set does not have it.
    Nowhere,
}

/// The migrations of the set that a key means.
pub(crate) fn find(set: &Set, key: &Key) -> Found {
    let all = set.migrations();
    let found = match key {
        Key::Version(number) => Version::new(*number).and_then(|version| set.get(version)),
        Key::Place(place) => all.get(*place),
        Key::Name(name) => by_name(set, name),
        Key::Through(last) => {
            let version = Version::new(*last);
            if version.and_then(|version| set.get(version)).is_none() {
                return Found::Nowhere;
            }
            return Found::Here(all.iter().filter(|it| it.version().get() <= *last).collect());
        }
    };
    found.map_or(Found::Nowhere, |migration| Found::Here(vec![migration]))
}

/// By the name of its file; else by the version that the name begins with; else by what the file's
/// name begins with, as diesel reads it; else by its own name.
fn by_name(set: &Set, name: &str) -> Option<&'static Migration> {
    let wanted = stem(name);
    let is_file = |it: &&Migration| it.file().split(['/', '\\']).any(|part| stem(part) == wanted);
    let begins = |it: &&Migration| {
        let start = |part| stem(part).split('_').next().unwrap_or_default().replace('-', "");
        it.file().split(['/', '\\']).any(|part| start(part) == wanted)
    };
    let is_name = |it: &&Migration| it.name() == wanted;
    one(set.migrations().iter().filter(is_file))
        .or_else(|| versions(wanted).find_map(|version| set.get(version)))
        .or_else(|| one(set.migrations().iter().filter(begins)))
        .or_else(|| one(set.migrations().iter().filter(is_name)))
}

fn one<'a>(mut found: impl Iterator<Item = &'a Migration>) -> Option<&'a Migration> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The versions that a name may begin with, longest first: `m20250122_000001_x` begins with
/// 20250122000001 and with 20250122.
fn versions(name: &str) -> impl Iterator<Item = Version> {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let parts = digits.split(['_', '-']);
    let numbers = parts.take_while(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let mut all = Vec::new();
    let mut text = String::new();
    for number in numbers.filter(|number| !number.is_empty()) {
        text.push_str(number);
        all.extend(text.parse::<Version>());
    }
    all.into_iter().rev()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &[i64]) {
        let found: Vec<_> = versions(name).map(Version::get).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn a_name_begins_with_its_version() {
        check("0001_create", &[1]);
        check("V7__create", &[7]);
        check("m20250122_000001_x", &[20_250_122_000_001, 20_250_122]);
        check("2025-01-22-000000_x", &[20_250_122_000_000, 20_250_122, 202_501, 2025]);
        check("0003_2fa", &[3]);
        check("create", &[]);
    }
}
