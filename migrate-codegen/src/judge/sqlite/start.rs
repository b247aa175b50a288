//! Starting from the schema that the generated files hold, instead of from an empty database.

use super::engine::Engine;
use crate::check::Unit;
use crate::checkpoint::Trusted;
use crate::reader::Kind;
use crate::text::split;
use crate::{Dialect, ForeignKeys};

/// Makes the schema that the trusted migrations left, with its statistics; `units` are these.
///
/// # Errors
/// When SQLite refuses a statement: its words.
pub(super) fn enter(
    engine: &Engine,
    trusted: &Trusted<'_>,
    units: &[Unit<'_>],
) -> Result<(), String> {
    engine.set_foreign_keys(ForeignKeys::Suspend);
    run(engine, trusted.schema_sql)?;
    trusted.undo.iter().try_for_each(|sql| run(engine, sql))?;
    let statements = units.iter().flat_map(Unit::statements);
    let lasting = statements.filter(|it| it.kind == Kind::Analyze);
    lasting.for_each(|statement| engine.quietly(statement.text()));
    Ok(())
}

/// Runs a text in a transaction of its own.
fn run(engine: &Engine, sql: &str) -> Result<(), String> {
    engine.quietly("BEGIN");
    for statement in split(sql, Dialect::Sqlite) {
        engine.run(statement.text(sql)).map_err(|refusal| refusal.message)?;
    }
    engine.run("COMMIT").map_err(|refusal| refusal.message)
}
