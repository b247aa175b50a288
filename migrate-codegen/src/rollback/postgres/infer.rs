//! The inverse of a whole migration.

use super::super::infer::lasts_nothing;
use super::super::keep::INSTEAD;
use super::super::ledger::{BY_HAND, Refusal};
use super::super::{Inferred, Lack, NotInferred};
use super::keep::{self, Keep, Lines};
use super::last::{views_last, with_views_of};
use super::ledger::Ledger;
use super::moment::moment;
use super::scene::Scene;
use super::switched::is_passing;
use super::{proof, rows};
use crate::catalog::{Cannot, Catalog, Lost, Touched, undo};
use crate::reader::Kind;
use crate::{RollbackClass, Version};

/// Infers the rollback of the migration that these statements make up, and proves it by the
/// catalog: `after` is the schema that the last of them leaves.
///
/// # Errors
/// The first statement in the way, with the reason and what to write; all of them when what was
/// inferred does not restore the schema.
pub(crate) fn infer(scenes: &[Scene<'_>], after: &Catalog) -> Result<Inferred, NotInferred> {
    let mut ledger = Ledger::default();
    for (scene, next) in each(scenes, after) {
        enter(scene, next, &scenes[0].before, &mut ledger).map_err(|it| refused(scene.at, it))?;
    }
    let (statements, lost) = ledger.close();
    let statements = proven(statements, &lost, scenes, after)?;
    let class = if lost.is_empty() { RollbackClass::Exact } else { RollbackClass::SchemaOnly };
    let lost = lost.iter().map(ToString::to_string).collect();
    Ok(Inferred { statements, class, lost, keeping: Vec::new() })
}

/// Infers the rollback of a migration that keeps aside what it drops or overwrites.
///
/// # Errors
/// Why it cannot be kept, or that there is nothing to keep, and what to write.
pub(crate) fn keep(
    scenes: &[Scene<'_>],
    after: &Catalog,
    version: Version,
) -> Result<Inferred, NotInferred> {
    let Some(start) = scenes.first().map(|it| &it.before) else { return Err(nothing_to_keep()) };
    let (mut ledger, mut lines) = (Ledger::default(), Lines::new(start));
    for (scene, next) in each(scenes, after) {
        let statement = scene.step.statement;
        let entered = ledger.entered();
        let known = enter(scene, next, start, &mut ledger);
        if let Err(refusal) = known {
            let rows = rows::are_changed(statement) || lasts_nothing(statement.kind);
            let rows = Some(()).filter(|()| rows).ok_or(refusal);
            let reached = rows.and_then(|()| keep::reached(statement, &scene.before));
            lines.change(reached.map_err(|it| refused(scene.at, it))?);
        }
        ledger.with_former_names(entered, &lines);
        lines.follow(statement, &Touched::by(statement, &scene.before, next), next);
    }
    let whole = |it| refused(usize::MAX, it);
    let lost = ledger.lost();
    if lines.are_changed() || lost.iter().any(Lost::is_of_rows) {
        // Rows go in the order of the references between all tables concerned.
        ledger.tables_of_rows().for_each(|table| lines.more(table));
    }
    let keeps = keep::plan(&lines, &lost, start, after, version).map_err(whole)?;
    if keeps.is_empty() {
        return Err(nothing_to_keep());
    }
    let left = keep::left(lost, &keeps);
    if let Some(lost) = left.iter().find(|it| it.is_of_rows()) {
        return Err(whole(Refusal::new(format!("{lost} would not come back"), INSTEAD)));
    }
    ledger.leave_rows_of(&keeps.iter().filter_map(Keep::added_to).collect::<Vec<_>>());
    let (statements, _) = ledger.close();
    let stages = keep::stages(statements, &keeps, start);
    let both = [stages.before.clone(), stages.after.clone()].concat();
    proven(both, &left, scenes, after)?;
    let middle = proof::applied(&stages.before, after);
    let middle = middle.map_err(|why| whole(Refusal::new(why, BY_HAND)))?;
    let mut statements = stages.before;
    statements.extend(keep::back(&keeps, start, &middle).map_err(whole)?);
    statements.extend(stages.after);
    statements.extend(keep::discard(&keeps));
    Ok(Inferred {
        statements,
        class: RollbackClass::Preserved,
        lost: left.iter().map(ToString::to_string).collect(),
        keeping: keeps.iter().map(Keep::keeping).collect(),
    })
}

/// The statements that last, each with the schema after it.
fn each<'s>(
    scenes: &'s [Scene<'s>],
    after: &'s Catalog,
) -> impl Iterator<Item = (&'s Scene<'s>, &'s Catalog)> {
    let next = move |at: usize| scenes.get(at + 1).map_or(after, |it| &it.before);
    let lasting = scenes.iter().enumerate().filter(|(_, it)| !is_passing(it, scenes));
    lasting.map(move |(at, scene)| (scene, next(at)))
}

/// The statements in an order that holds, proven in the catalog.
fn proven(
    statements: Vec<String>,
    lost: &[Lost],
    scenes: &[Scene<'_>],
    after: &Catalog,
) -> Result<Vec<String>, NotInferred> {
    if let Some(elsewhere) = scenes.iter().find(|it| !it.before.looks_as_usual())
        && !statements.is_empty()
    {
        let why = "it runs with a `search_path` of its own, and its rollback would run without";
        return Err(refused(elsewhere.at, Refusal::new(why, BY_HAND)));
    }
    if let Some(word) = moment(&statements) {
        let why =
            format!("{word} stands for the time at which it was read, which is not known any more");
        return Err(refused(usize::MAX, Refusal::new(why, BY_HAND)));
    }
    let Some(first) = scenes.first() else { return Ok(statements) };
    let statements = views_last(statements, &first.before);
    let again: Vec<_> = scenes.iter().map(|it| it.step.statement).collect();
    proof::prove(&statements, lost, &first.before, after, &again)
        .map_err(|why| refused(usize::MAX, Refusal::new(why, BY_HAND)))?;
    Ok(statements)
}

fn nothing_to_keep() -> NotInferred {
    refused(usize::MAX, Refusal::nothing_to_keep())
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
    let fills = statement.kind == Kind::CreateTable && rows::is_query(statement);
    if statement.kind.is_alter() || fills {
        rows::called(scene)?;
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
