//! refinery: `V1__x.sql`, also in folders; `U1__x.sql` is its unversioned kind.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Refinery, comments: Comments::PROSE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    Proof::find(listing, Weight::Certain, "is named like `V1__x`", |listed| {
        listed.name().strip_suffix(".rs").is_some_and(fits) || role(listed) != Role::Nothing
    })
}

fn role(listed: &Listed) -> Role {
    match listed.name().strip_suffix(".sql") {
        Some(stem) if fits(stem) => Role::Up(stem.to_owned()),
        _ => Role::Nothing,
    }
}

/// `V1__x`. A fraction, as in `V1.2__x`, fits too, and is then refused for being no version: so
/// does refinery.
fn fits(stem: &str) -> bool {
    let number = stem.strip_prefix(['V', 'U']);
    number.and_then(|rest| rest.split_once("__")).is_some_and(|(number, name)| {
        !name.is_empty()
            && number.starts_with(|c: char| c.is_ascii_digit())
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    })
}
