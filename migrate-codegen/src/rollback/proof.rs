//! Rollbacks that were tried: the statement-wise one where it restores the schema, else one from
//! the schemas before and after.

use super::infer::{Inferred, Lack, NotInferred, infer};
use super::keep::{INSTEAD, Keep, keeping, plan};
use super::ledger::Refusal;
use super::lineage::Lineage;
use super::restore::{Restored, restore};
use super::schema::Schema;
use super::stage::{Stage, try_or_undo};
use super::written::{Writes, Written};
use crate::change::Step;
use crate::check::Options;
use crate::footprint::Footprint;
use crate::{Dialect, RollbackClass, Version};

/// Infers the rollback of a migration and proves it: `stage` has the schema after the migration,
/// `again` applies the migration to it once more.
///
/// What is returned was run there and restored `before`, and the migration could be applied again.
///
/// # Errors
/// Why there is none, and what to write.
pub fn infer_and_prove(
    steps: &[Step<'_>],
    before: &Schema,
    stage: &dyn Stage,
    again: &dyn Fn() -> Result<(), String>,
    options: &Options,
) -> Result<Inferred, NotInferred> {
    let after = stage.schema();
    let plain = infer(steps, options);
    if let Ok(inferred) = &plain {
        let proven = try_or_undo(stage, || {
            inferred.statements.iter().try_for_each(|sql| stage.run(sql))?;
            compare(before, &stage.schema(), "after the rollback")?;
            once_more(&after, stage, again)
        });
        if proven.is_ok() {
            return plain;
        }
    }
    let lineage = Lineage::trace(steps, before, &Writes::Refused).map_err(refused)?;
    let restored = try_or_undo(stage, || {
        let restored = restore(before, &lineage, &[], stage)?;
        once_more(&after, stage, again)?;
        Ok(restored)
    });
    match restored {
        Ok(Restored { statements, lost }) => {
            let class = match lost.as_slice() {
                [] => RollbackClass::Exact,
                _ => RollbackClass::SchemaOnly,
            };
            Ok(Inferred { statements, class, lost, keeping: Vec::new() })
        }
        Err(why) => Err(NotInferred {
            why,
            lack: Lack::Inverse,
            ..plain.err().unwrap_or_else(nothing_in_the_way)
        }),
    }
}

/// Infers the rollback of a migration that keeps aside what it drops or overwrites, and proves it.
///
/// `footprints` says of each step what it reads and writes, where the engine saw it; the stage has
/// the schema after the migration and no rows, and its schemas know the columns of every table.
///
/// # Errors
/// Why it cannot be kept, or that there is nothing to keep, and what to write.
pub fn keep_and_prove(
    steps: &[Step<'_>],
    footprints: &[Option<Footprint>],
    before: &Schema,
    version: Version,
    stage: &dyn Stage,
    again: &dyn Fn() -> Result<(), String>,
    dialect: Dialect,
) -> Result<Inferred, NotInferred> {
    let writes = Writes::Kept(Written::new(footprints, steps, before));
    let lineage = Lineage::trace(steps, before, &writes).map_err(refused)?;
    let after = stage.schema();
    let keeps = plan(&lineage, before, &after, version).map_err(|it| refused((WHOLE, it)))?;
    if let Some(wide) =
        keeps.iter().find(|keep| keep.width() > D1_COLUMNS && dialect == Dialect::D1)
    {
        return Err(cannot_keep(too_wide(wide)));
    }
    if keeps.is_empty() {
        return Err(nothing_to_keep());
    }
    let keeping = keeping(&keeps);
    let Restored { statements, lost } = try_or_undo(stage, || {
        keeps.iter().try_for_each(|keep| stage.run(&keep.create()))?;
        let restored = restore(before, &lineage, &keeps, stage)?;
        let kept = || {
            let run = |sql: &String| stage.run(sql);
            keeping.iter().flat_map(|it| &it.before).try_for_each(run)?;
            again()?;
            keeping.iter().flat_map(|it| &it.after).try_for_each(run)
        };
        once_more(&after, stage, &kept)?;
        Ok(restored)
    })
    .map_err(cannot_keep)?;
    match lost.first() {
        None => Ok(Inferred { statements, class: RollbackClass::Preserved, lost, keeping }),
        Some(lost) => Err(cannot_keep(format!("{lost} would not come back"))),
    }
}

fn refused((step, Refusal { lack, why, write }): (usize, Refusal)) -> NotInferred {
    NotInferred { step, lack, why, write }
}

/// The most columns that D1 gives a table.
const D1_COLUMNS: usize = 100;

fn too_wide(keep: &Keep) -> String {
    format!(
        "what is kept of `{}` has {} columns, and a table of D1 has at most {D1_COLUMNS}",
        keep.table,
        keep.width()
    )
}

/// No statement alone is in the way.
const WHOLE: usize = usize::MAX;

fn cannot_keep(why: String) -> NotInferred {
    refused((WHOLE, Refusal::new(why, INSTEAD)))
}

fn nothing_to_keep() -> NotInferred {
    refused((WHOLE, Refusal::nothing_to_keep()))
}

fn nothing_in_the_way() -> NotInferred {
    let (why, write) = (String::new(), super::ledger::BY_HAND.to_owned());
    NotInferred { step: 0, lack: Lack::Inverse, why, write }
}

fn once_more(
    after: &Schema,
    stage: &dyn Stage,
    again: &dyn Fn() -> Result<(), String>,
) -> Result<(), String> {
    again().map_err(|why| format!("the migration cannot be applied again: {why}"))?;
    compare(after, &stage.schema(), "after the migration is applied again")
}

fn compare(expected: &Schema, found: &Schema, when: &str) -> Result<(), String> {
    match expected.difference(found) {
        Some(difference) => Err(format!("{difference} {when}")),
        None => Ok(()),
    }
}
