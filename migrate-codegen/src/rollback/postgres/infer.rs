//! The inverse of a whole migration.

use super::super::infer::lasts_nothing;
use super::super::ledger::{BY_HAND, Refusal};
use super::super::{Inferred, Lack, NotInferred};
use super::last::{views_last, with_views_of};
use super::ledger::Ledger;
use super::scene::Scene;
use super::switched::is_passing;
use super::{proof, rows};
use crate::RollbackClass;
use crate::catalog::{Cannot, Catalog, Touched, undo};

/// Infers the rollback of the migration that these statements make up, and proves it by the
/// catalog: `after` is the schema that the last of them leaves.
///
/// # Errors
/// The first statement in the way, with the reason and what to write; all of them when what was
/// inferred does not restore the schema.
pub(crate) fn infer(scenes: &[Scene<'_>], after: &Catalog) -> Result<Inferred, NotInferred> {
    let mut ledger = Ledger::default();
    for (at, scene) in scenes.iter().enumerate() {
        let next = scenes.get(at + 1).map_or(after, |it| &it.before);
        if is_passing(scene, scenes) {
            continue;
        }
        enter(scene, next, &scenes[0].before, &mut ledger).map_err(|it| refused(scene.at, it))?;
    }
    let (mut statements, lost) = ledger.close();
    if let Some(elsewhere) = scenes.iter().find(|it| !it.before.looks_as_usual())
        && !statements.is_empty()
    {
        let why = "it runs with a `search_path` of its own, and its rollback would run without";
        return Err(refused(elsewhere.at, Refusal::new(why, BY_HAND)));
    }
    if let Some(first) = scenes.first() {
        statements = views_last(statements, &first.before);
        let again: Vec<_> = scenes.iter().map(|it| it.step.statement).collect();
        proof::prove(&statements, &lost, &first.before, after, &again)
            .map_err(|why| refused(usize::MAX, Refusal::new(why, BY_HAND)))?;
    }
    let class = if lost.is_empty() { RollbackClass::Exact } else { RollbackClass::SchemaOnly };
    let lost = lost.iter().map(ToString::to_string).collect();
    Ok(Inferred { statements, class, lost, keeping: Vec::new() })
}

fn refused(step: usize, refusal: Refusal) -> NotInferred {
    let Refusal { why, write, .. } = refusal;
    NotInferred { step, lack: Lack::Inverse, why, write }
}

fn enter(
    scene: &Scene<'_>,
    after: &Catalog,
    start: &Catalog,
    ledger: &mut Ledger,
) -> Result<(), Refusal> {
    let statement = scene.step.statement;
    if rows::are_changed(statement) {
        return rows::changed(scene, ledger);
    }
    if lasts_nothing(statement.kind) {
        return rows::called(scene);
    }
    let touched = Touched::by(statement, &scene.before, after);
    if ledger.falls(&touched, statement, start) {
        ledger.follow(&touched);
        return Ok(());
    }
    let before = with_views_of(&scene.before, start);
    let undone = undo(statement, &before, after).map_err(cannot)?;
    ledger.enter(&touched, undone);
    Ok(())
}

fn cannot(Cannot { why, write }: Cannot) -> Refusal {
    Refusal::new(why, write.unwrap_or_else(|| BY_HAND.to_owned()))
}
