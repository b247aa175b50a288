//! What was said of objects that a statement removed: policies, row security, rights, comments.

use super::super::schema::Catalog;
use super::back::{Cannot, Undo};
use super::lists::only;

/// Says it again, once the objects are back.
pub(super) fn again(mut undo: Undo, before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    let writer = before.writer();
    for extra in only(before.extras(), after.extras()).iter().filter(|it| it.table.is_some()) {
        undo.statements.push(writer.extra(extra)?);
    }
    for setting in only(before.settings(), after.settings()) {
        undo.statements.push(writer.setting(setting)?);
    }
    Ok(undo)
}
