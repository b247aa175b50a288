//! golang-migrate: `000001_x.up.sql` and `000001_x.down.sql`.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::GolangMigrate, comments: Comments::PROSE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    Proof::find(listing, Weight::Likely, "ends in `.up.sql`", |listed| {
        matches!(role(listed), Role::Up(_))
    })
}

fn role(listed: &Listed) -> Role {
    let Some(stem) = listed.top_stem() else { return Role::Nothing };
    match (stem.strip_suffix(".up"), stem.strip_suffix(".down")) {
        (Some(stem), _) => Role::Up(stem.to_owned()),
        (None, Some(stem)) => Role::Down(stem.to_owned()),
        (None, None) => Role::Nothing,
    }
}
