//! Our own SQL files: `0001_x.sql` with headers and headings, `.rollback.sql` beside them.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing, is_numbered};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Migrate, comments: Comments::OWN, proof, role };

/// The beginnings of headers that only our own files have.
const HEADERS: [&str; 13] = [
    "@name:",
    "@description:",
    "@timestamp:",
    "@version:",
    "@depend",
    "@category:",
    "@rollback",
    "@performance",
    "@irreversible:",
    "@transaction:",
    "@preserve:",
    "@timeout:",
    "@expect:",
];

/// Headers without `@` that decide what is kept, lost or consented to. Whoever writes one means it:
/// as prose of another tool it would be ignored without a word.
const PLAIN_HEADERS: [&str; 5] =
    ["preserve:", "irreversible:", "expect:", "rollbackSafe:", "performanceImpact:"];

fn proof(listing: &Listing) -> Option<Proof> {
    let rollback = |listed: &Listed| listed.name().ends_with(".rollback.sql");
    let numbered = |listed: &Listed| listed.top_stem().is_some_and(is_numbered);
    Proof::comment(listing, Weight::Certain, "has our headers", &HEADERS)
        .or_else(|| Proof::find(listing, Weight::Certain, "is named like our rollbacks", rollback))
        .or_else(|| Proof::comment(listing, Weight::Strong, "has our headers", &PLAIN_HEADERS))
        .or_else(|| {
            let because = "has `-- UP MIGRATION`";
            Proof::comment(listing, Weight::Strong, because, &["UP MIGRATION"])
        })
        .or_else(|| Proof::find(listing, Weight::Likely, "begins with a number", numbered))
}

fn role(listed: &Listed) -> Role {
    let Some(stem) = listed.top_stem() else { return Role::Nothing };
    match stem.strip_suffix(".rollback").or_else(|| stem.strip_suffix(".down")) {
        Some(stem) => Role::Down(stem.to_owned()),
        None => Role::Up(stem.strip_suffix(".up").unwrap_or(stem).to_owned()),
    }
}
