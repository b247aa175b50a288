//! Where a rollback is tried before anyone relies on it.

use super::schema::Schema;

/// A database with the schema after the migration, which is put back afterwards.
pub trait Stage {
    /// Runs one statement.
    ///
    /// # Errors
    /// The engine's words.
    fn run(&self, sql: &str) -> Result<(), String>;

    /// The schema as it stands.
    fn schema(&self) -> Schema;
}

/// Tries `attempt`, and undoes what it did where it fails.
pub(super) fn try_or_undo<T>(
    stage: &dyn Stage,
    attempt: impl FnOnce() -> Result<T, String>,
) -> Result<T, String> {
    stage.run("SAVEPOINT attempt")?;
    let tried = attempt();
    if tried.is_err() {
        stage.run("ROLLBACK TO attempt")?;
    }
    stage.run("RELEASE attempt")?;
    tried
}
