//! The proof of a rollback with rows that were written since.

use super::difference::Difference;
use super::fill::{Level, Life, fill, live};
use super::promise::Promise;
use super::prove::told;
use super::run::Verify;
use super::state::State;
use crate::RollbackClass;
use crate::driver::Loss;
use crate::driver::sqlite::{Database, compared};
use crate::error::{Error, Kind, Result};
use crate::migration::{Body, Migration};

/// What the passes with newer rows found.
#[derive(Default)]
pub(super) struct Passes {
    /// What the rollback does and must not do.
    pub(super) difference: Option<Difference>,
    /// What it asks about, or refuses.
    pub(super) notes: Vec<String>,
}

/// How a rollback treats what was written since.
enum Verdict {
    /// As it must.
    Fine,
    /// As it must, and not without consent.
    Asked(Error),
    /// It refuses what the schema before cannot hold.
    Refused(Error),
    /// It loses something.
    Different(Difference),
}

/// What the rollback does to newer rows and must not do.
///
/// What was changed, deleted and added together may be refused; each alone may be not.
///
/// # Errors
/// When the database in memory cannot be worked with.
pub(super) fn newer(
    verify: &Verify,
    trunk: &Database<'_>,
    migration: &Migration,
    level: Level,
) -> Result<Passes> {
    let mut passes = Passes::default();
    if level == Level::Empty || !moves_rows(migration) {
        return Ok(passes);
    }
    for lives in std::iter::once(&Life::ALL[..]).chain(Life::ALL.chunks(1)) {
        let refused = match attempt(verify, trunk, migration, (level, lives))? {
            Verdict::Different(found) => {
                let text = format!("with rows written since: {}", found.text);
                passes.difference = Some(Difference { text, ..found });
                return Ok(passes);
            }
            Verdict::Fine if lives.len() > 1 => return Ok(passes),
            Verdict::Asked(error) if lives.len() > 1 => {
                passes.notes.push(note(lives, &error));
                return Ok(passes);
            }
            Verdict::Fine => continue,
            Verdict::Asked(error) | Verdict::Refused(error) => note(lives, &error),
        };
        passes.notes.push(refused);
    }
    // Of what is refused together, each alone says more.
    if passes.notes.len() > 1 {
        passes.notes.remove(0);
    }
    Ok(passes)
}

fn note(lives: &[Life], error: &Error) -> String {
    let what: Vec<&str> = lives.iter().map(|it| it.what()).collect();
    format!("with rows that were {} since: {}", what.join(", "), told(error))
}

/// Whether the rollback promises every row, and touches some.
fn moves_rows(migration: &Migration) -> bool {
    let writes = |sql: &str| {
        let word = sql.split_whitespace().next().unwrap_or_default();
        ["insert", "update", "delete", "replace"].iter().any(|it| word.eq_ignore_ascii_case(it))
    };
    match migration.rollback_class() {
        RollbackClass::Preserved => matches!(migration.down(), Some(Body::Sql(_))),
        RollbackClass::Exact => down_statements(migration).any(writes),
        _ => false,
    }
}

/// The statements of its rollback.
fn down_statements(migration: &Migration) -> impl Iterator<Item = &'static str> {
    let text = match migration.down() {
        Some(Body::Sql(text)) => text,
        _ => "",
    };
    let parts = migration.down_script().statements.iter();
    parts.filter_map(|part| text.get(part.start..part.end))
}

fn attempt(
    verify: &Verify,
    trunk: &Database<'_>,
    migration: &Migration,
    (level, kinds): (Level, &[Life]),
) -> Result<Verdict> {
    let mut database = verify.copy(trunk)?;
    fill(database.connection(), level)?;
    let before = State::read(database.connection())?;
    verify.up(&mut database, migration)?;
    let applied = State::read(database.connection())?;
    live(database.connection(), level, kinds)?;
    let lived = State::read(database.connection())?;
    let (losses, asked) = match down(verify, &mut database, migration) {
        Ok(losses) => losses,
        Err(error) if cannot_hold(&error) => return Ok(Verdict::Refused(error)),
        Err(error) => {
            let text = format!("its rollback fails: {}", told(&error));
            return Ok(Verdict::Different(Difference::new(text)));
        }
    };
    let after = State::read(database.connection())?;
    let states = [&before, &applied, &lived, &after];
    let compared = compared(down_statements(migration)).collect();
    let class = migration.rollback_class();
    let broken = Promise { states, losses: &losses, class, compared }.broken();
    Ok(match (broken, asked) {
        (Some(broken), _) => Verdict::Different(broken),
        (None, Some(asked)) => Verdict::Asked(asked),
        (None, None) => Verdict::Fine,
    })
}

/// Rolls back; what that deletes was counted before, by an error that asks.
fn down(
    verify: &Verify,
    database: &mut Database<'_>,
    migration: &Migration,
) -> Result<(Vec<Loss>, Option<Error>)> {
    let Err(error) = verify.down_gently(database, migration) else { return Ok((Vec::new(), None)) };
    let Kind::WouldLose { losses } = error.kind() else { return Err(error) };
    let deleted = losses.deleted.clone();
    verify.down(database, migration).map(|()| (deleted, Some(error)))
}

/// What SQLite says of a row that a table does not accept.
const UNFIT: [&str; 3] = ["constraint failed", "cannot store ", "malformed JSON"];

/// Whether the schema before does not accept what was written since.
fn cannot_hold(error: &Error) -> bool {
    let text = told(error);
    matches!(error.kind(), Kind::Stranded { .. } | Kind::Unfit { .. })
        || UNFIT.iter().any(|words| text.contains(words))
}
