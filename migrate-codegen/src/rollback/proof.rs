//! Rollbacks that were tried: the statement-wise one where it restores the schema, else one from
//! the schemas before and after.

use super::infer::{Inferred, Lack, NotInferred, infer};
use super::ledger::Refusal;
use super::lineage::Lineage;
use super::restore::{Restored, restore};
use super::schema::Schema;
use super::stage::{Stage, try_or_undo};
use crate::RollbackClass;
use crate::change::Step;
use crate::check::Options;

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
    let refused = |step, Refusal { lack, why, write }| NotInferred { step, lack, why, write };
    let lineage =
        Lineage::trace(steps, before).map_err(|(step, refusal)| refused(step, refusal))?;
    let restored = try_or_undo(stage, || {
        let restored = restore(before, &lineage, stage)?;
        once_more(&after, stage, again)?;
        Ok(restored)
    });
    match restored {
        Ok(Restored { statements, lost }) => {
            let class = match lost.as_slice() {
                [] => RollbackClass::Exact,
                _ => RollbackClass::SchemaOnly,
            };
            Ok(Inferred { statements, class, lost })
        }
        Err(why) => Err(NotInferred {
            why,
            lack: Lack::Inverse,
            ..plain.err().unwrap_or_else(nothing_in_the_way)
        }),
    }
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
