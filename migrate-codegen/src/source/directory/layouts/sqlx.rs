//! sqlx: `20250122000000_x.sql`, or `.up.sql` and `.down.sql`, each option a first line.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Sqlx, comments: Comments::SQLX, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    Proof::find(listing, Weight::Likely, "begins with a date and a time", |listed| {
        let digits = listed.name().bytes().take_while(u8::is_ascii_digit).count();
        digits >= 14 && role(listed) != Role::Nothing
    })
}

fn role(listed: &Listed) -> Role {
    let Some(stem) = listed.top_stem() else { return Role::Nothing };
    let number = stem.split_once('_').map_or("", |(number, _)| number);
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Role::Nothing;
    }
    match stem.strip_suffix(".down") {
        Some(stem) => Role::Down(stem.to_owned()),
        None => Role::Up(stem.strip_suffix(".up").unwrap_or(stem).to_owned()),
    }
}
