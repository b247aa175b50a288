//! What is said of objects beside what they are: policies, row security, rights, comments.

use super::super::model::{Setting, Sql};
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

/// Undoes a `COMMENT`: the former one is said again, or none.
pub(super) fn comment(before: &Catalog, after: &Catalog) -> Result<Undo, Cannot> {
    let changed =
        [only(after.settings(), before.settings()), only(before.settings(), after.settings())];
    if before.omitted != after.omitted {
        return Err(Cannot::but(
            "what the comment said before is not known",
            "write the rollback with the comment that it was",
        ));
    }
    let Some(one) = changed.iter().flatten().next() else { return Ok(Undo::nothing()) };
    let former = before.settings().find(|it| it.of == one.of && it.topic == one.topic);
    let none = || Setting { tail: Sql::new("IS NULL", before.dialect), ..Setting::clone(one) };
    let setting = former.cloned().unwrap_or_else(none);
    Ok(Undo::one(before.writer().setting(&setting)?))
}
