//! goose: `00001_x.sql` with `-- +goose Up` and `-- +goose Down`.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Goose, comments: Comments::GOOSE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    Proof::comment(listing, Weight::Certain, "has `-- +goose Up`", &["+goose Up"])
}

fn role(listed: &Listed) -> Role {
    match listed.top_stem() {
        Some(stem) => Role::Up(stem.to_owned()),
        None => Role::Nothing,
    }
}
