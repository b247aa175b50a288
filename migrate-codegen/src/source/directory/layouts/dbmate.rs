//! dbmate: `20250122000000_x.sql` with `-- migrate:up` and `-- migrate:down`.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Dbmate, comments: Comments::DBMATE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    Proof::comment(listing, Weight::Certain, "has `-- migrate:up`", &["migrate:up"])
}

fn role(listed: &Listed) -> Role {
    match listed.top_stem() {
        Some(stem) => Role::Up(stem.to_owned()),
        None => Role::Nothing,
    }
}
