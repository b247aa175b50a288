//! diesel: a folder a migration, with `up.sql`, `down.sql` and perhaps `metadata.toml`.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Diesel, comments: Comments::PROSE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    Proof::find(listing, Weight::Certain, "is an `up.sql` in a folder of its own", |listed| {
        !listed.folder().is_empty() && listed.name() == "up.sql"
    })
}

fn role(listed: &Listed) -> Role {
    let folder = listed.folder().to_owned();
    match listed.name() {
        _ if folder.is_empty() => Role::Nothing,
        "up.sql" => Role::Up(folder),
        "down.sql" => Role::Down(folder),
        "metadata.toml" => Role::Options(folder),
        _ => Role::Nothing,
    }
}
