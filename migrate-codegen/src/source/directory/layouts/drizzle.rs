//! drizzle: `0000_x.sql` beside `meta/_journal.json`, or folders with a `migration.sql`.

use super::super::layout::Layout;
use super::super::listing::{Listed, Listing};
use super::convention::{Convention, Proof, Role, Weight};
use crate::source::sql::Comments;

pub(super) const CONVENTION: Convention =
    Convention { layout: Layout::Drizzle, comments: Comments::PROSE, proof, role };

fn proof(listing: &Listing) -> Option<Proof> {
    let journal = |listed: &Listed| listed.path == "meta/_journal.json";
    Proof::find(listing, Weight::Certain, "is the journal of drizzle", journal).or_else(|| {
        Proof::find(listing, Weight::Certain, "stands beside a `snapshot.json`", |listed| {
            let snapshot = format!("{}/snapshot.json", listed.folder());
            matches!(role(listed), Role::Up(folder) if folder == listed.folder())
                && listing.get(&snapshot).is_some()
        })
    })
}

/// The order is that of the numbers in the names, which the journal repeats.
fn role(listed: &Listed) -> Role {
    match (listed.top_stem(), listed.folder(), listed.name()) {
        (Some(stem), ..) => Role::Up(stem.to_owned()),
        (None, folder, "migration.sql") if !folder.is_empty() => Role::Up(folder.to_owned()),
        _ => Role::Nothing,
    }
}
