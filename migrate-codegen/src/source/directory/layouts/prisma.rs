//! prisma: a folder a migration, with `migration.sql` and perhaps `down.sql`.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Prisma, comments: Comments::PROSE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    let lock = |listed: &Listed| listed.path == "migration_lock.toml";
    Proof::find(listing, Weight::Certain, "is the lock file of prisma", lock).or_else(|| {
        let because = "is a `migration.sql` in a folder of its own";
        Proof::find(listing, Weight::Likely, because, |listed| matches!(role(listed), Role::Up(_)))
    })
}

fn role(listed: &Listed) -> Role {
    let folder = listed.folder().to_owned();
    match listed.name() {
        _ if folder.is_empty() => Role::Nothing,
        "migration.sql" => Role::Up(folder),
        "down.sql" => Role::Down(folder),
        _ => Role::Nothing,
    }
}
