//! The proof of one rollback: up, down, compare, up again, compare.

use super::compare::{self, Moment};
use super::difference::Difference;
use super::fill::{Filled, Level, fill, fill_new};
use super::must::Must;
use super::newer::{Passes, newer};
use super::report::Proof;
use super::run::Verify;
use super::state::State;
use crate::driver::sqlite::Database;
use crate::error::{Error, Result};
use crate::migration::Migration;

/// Proves the rollback of the next migration, on copies of `trunk`.
///
/// A migration may refuse the rows that are there, such as by a new unique index. It is tried with
/// other rows and fewer then, and at last with none.
///
/// # Errors
/// When it cannot be applied even without rows.
pub(super) fn prove(verify: &Verify, trunk: &Database<'_>, migration: &Migration) -> Result<Proof> {
    let (mut level, mut refused) = (Level::MOST, None);
    loop {
        let mut database = verify.copy(trunk)?;
        let filled = fill(database.connection(), level)?;
        let before = State::read(database.connection())?;
        match (verify.up(&mut database, migration), level.fewer()) {
            (Ok(()), _) => {
                let found = difference(verify, &mut database, migration, (&before, level))?;
                let passes = match found {
                    None => newer(verify, trunk, migration, level)?,
                    found => Passes { difference: found, ..Passes::default() },
                };
                return Ok(proof(migration, passes, filled, refused));
            }
            (Err(error), Some(fewer)) if filled.rows > 0 => {
                refused.get_or_insert_with(|| told(&error));
                level = fewer;
            }
            (Err(error), _) => return Err(error),
        }
    }
}

/// What differs after the rollback, or after applying the migration again.
fn difference(
    verify: &Verify,
    database: &mut Database<'_>,
    migration: &Migration,
    (before, level): (&State, Level),
) -> Result<Option<Difference>> {
    let first = State::read(database.connection())?;
    fill_new(database.connection(), level, &before.schema)?;
    let must = Must::of(migration);
    if let Err(error) = verify.down(database, migration) {
        return Ok(Some(Difference::new(format!("its rollback fails: {}", told(&error)))));
    }
    let after = State::read(database.connection())?;
    if let Some(found) = compare::states(before, &after, &must, Moment::RolledBack) {
        return Ok(Some(found));
    }
    if let Err(error) = verify.up(database, migration) {
        let text = format!("after its rollback it cannot be applied again: {}", told(&error));
        return Ok(Some(Difference::new(text)));
    }
    let again = State::read(database.connection())?;
    Ok(compare::states(&first, &again, &must, Moment::AppliedAgain))
}

fn proof(
    migration: &Migration,
    Passes { difference, notes }: Passes,
    filled: Filled,
    refused: Option<String>,
) -> Proof {
    let restored = difference.is_none();
    let Difference { text, before, after } = difference.unwrap_or_default();
    Proof {
        version: migration.version(),
        name: migration.name().to_owned(),
        class: migration.rollback_class(),
        restored,
        difference: (!restored).then_some(text),
        before,
        after,
        rows: filled.rows,
        unfilled: filled.unfilled,
        refused,
        notes,
    }
}

/// The error and what caused it, in one line.
pub(super) fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}
