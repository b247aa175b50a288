//! Undoing a drop by the text that the engine keeps of the object.

use super::ledger::{BY_HAND, Effect, Ledger, Refusal};
use crate::change::{Before, Object, Step, Stored};
use crate::reader::{Existence, Lifetime};

/// What the schema before a `DROP` says of the object.
pub(super) enum Dropped {
    /// The migration made it itself, and that is undone by not doing it.
    MadeHere,
    /// There was none.
    Missing,
    /// The statements that make it again, those of its indexes and triggers after its own.
    Texts(Vec<String>),
}

/// Looks up what a `DROP` removes.
pub(super) fn dropped(
    step: &Step<'_>,
    object: Object,
    ledger: &mut Ledger<'_>,
) -> Result<Dropped, Refusal> {
    let (name, noun) = (step.object(), object.as_str());
    if ledger.unmake(object, name) {
        return Ok(Dropped::MadeHere);
    }
    let Before::Known(_) = &step.before else {
        let why = format!("the {noun} `{name}` is dropped, and the text does not say what it was");
        return Err(Refusal::unseen(why));
    };
    match step.existing(object) {
        None => Ok(Dropped::Missing),
        Some(Stored { sql: None, .. }) => {
            Err(Refusal::new(format!("the engine keeps no text of the {noun} `{name}`"), BY_HAND))
        }
        Some(Stored { sql: Some(sql), .. }) => {
            Ok(Dropped::Texts(with_belongings(sql, step, object)))
        }
    }
}

/// Undoes the `DROP` of an object that holds no rows.
pub(super) fn restored(
    step: &Step<'_>,
    object: Object,
    ledger: &mut Ledger<'_>,
) -> Result<(), Refusal> {
    if let Dropped::Texts(texts) = dropped(step, object, ledger)? {
        ledger.fall(step.object());
        ledger.undo(Effect::Objects, texts);
    }
    Ok(())
}

/// Whether `IF NOT EXISTS` finds the object, so that nothing happens.
pub(super) fn is_there(step: &Step<'_>, object: Object) -> Result<bool, Refusal> {
    let asks = step.statement.existence == Existence::IfNotExists;
    // A temporary object is gone with its connection, so none is there at the start.
    if asks && step.before == Before::Unknown && step.statement.lifetime == Lifetime::Permanent {
        let (noun, name) = (object.as_str(), step.object());
        let why = format!("the text does not say whether there was a {noun} `{name}` before");
        return Err(Refusal::unseen(why));
    }
    Ok(asks && step.existing(object).is_some())
}

fn with_belongings(sql: &str, step: &Step<'_>, object: Object) -> Vec<String> {
    let belongings: &[Object] = match object {
        Object::Table => &[Object::Index, Object::Trigger],
        Object::View => &[Object::Trigger],
        Object::Index | Object::Trigger => &[],
    };
    let texts = belongings.iter().flat_map(|&kind| step.belongings(kind));
    std::iter::once(sql.to_owned()).chain(texts.filter_map(|stored| stored.sql.clone())).collect()
}
