//! Our own SQL files: `0001_x.sql` with headers and headings, `.rollback.sql` beside them.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing, is_numbered};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Migrate, comments: Comments::OWN, proof, role };

/// What only our own files say in their comments.
const WORDS: [&str; 15] = [
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
    "UP MIGRATION",
    "DOWN MIGRATION",
];

fn proof(listing: &Listing) -> Option<Proof> {
    let rollback = |listed: &Listed| listed.name().ends_with(".rollback.sql");
    Proof::comment(listing, "has our headers or headings", &WORDS)
        .or_else(|| Proof::find(listing, Weight::Certain, "is named like our rollbacks", rollback))
        .or_else(|| {
            let numbered = |listed: &Listed| listed.top_stem().is_some_and(is_numbered);
            Proof::find(listing, Weight::Likely, "begins with a number", numbered)
        })
}

fn role(listed: &Listed) -> Role {
    let Some(stem) = listed.top_stem() else { return Role::Nothing };
    match stem.strip_suffix(".rollback").or_else(|| stem.strip_suffix(".down")) {
        Some(stem) => Role::Down(stem.to_owned()),
        None => Role::Up(stem.strip_suffix(".up").unwrap_or(stem).to_owned()),
    }
}
