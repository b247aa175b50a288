//! wrangler, for Cloudflare D1: `0001_x.sql`, nothing else.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Wrangler, comments: Comments::PROSE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    Proof::find(listing, Weight::Likely, "is named like `0001_x.sql`", |listed| {
        let digits = listed.name().bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && listed.name()[digits..].starts_with('_') && role(listed) != Role::Nothing
    })
}

fn role(listed: &Listed) -> Role {
    match listed.top_stem() {
        Some(stem) => Role::Up(stem.to_owned()),
        None => Role::Nothing,
    }
}
