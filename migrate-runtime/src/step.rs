//! How a user's function becomes a step that the runner can call.

use crate::driver::{Backfill, Transaction};
use crate::migration::StepError;

/// A type that a step in Rust can take as its one parameter.
#[diagnostic::on_unimplemented(
    message = "a migration in Rust cannot take `{Self}`",
    label = "expected `&mut Transaction<'_>`, `&mut Backfill<'_>` by that name, or `&rusqlite::Connection` for SQLite",
    note = "write `fn name(tx: &mut migrate_runtime::Transaction<'_>) -> migrate_runtime::Result<()>`"
)]
pub trait FromTx<'t, 's> {
    /// The parameter, made of the migration's transaction.
    fn from_tx(tx: &'t mut Transaction<'s>) -> Self;
}

impl<'t, 's> FromTx<'t, 's> for &'t mut Transaction<'s> {
    fn from_tx(tx: &'t mut Transaction<'s>) -> Self {
        tx
    }
}

#[cfg(feature = "sqlite")]
impl<'t, 's> FromTx<'t, 's> for &'t rusqlite::Connection {
    /// # Panics
    /// On a driver of another engine, which the type of the set excludes.
    fn from_tx(tx: &'t mut Transaction<'s>) -> Self {
        tx.sqlite().expect("a set for SQLite runs only on a driver for SQLite")
    }
}

/// A type that a step in Rust can return.
#[diagnostic::on_unimplemented(
    message = "a migration in Rust cannot return `{Self}`",
    label = "expected `Result<(), E>` whose error converts into `Box<dyn Error + Send + Sync>`",
    note = "write `-> migrate_runtime::Result<()>`"
)]
pub trait IntoOutcome {
    /// Success, or the boxed error.
    ///
    /// # Errors
    /// When the step failed.
    fn into_outcome(self) -> Result<(), StepError>;
}

impl<E: Into<StepError>> IntoOutcome for Result<(), E> {
    fn into_outcome(self) -> Result<(), StepError> {
        self.map_err(Into::into)
    }
}

/// The parameter of a step, made of the migration's transaction.
pub fn arg<'t, 's, T: FromTx<'t, 's>>(tx: &'t mut Transaction<'s>) -> T {
    T::from_tx(tx)
}

/// The parameter of a step that works in batches, which has one type only.
pub fn backfill<'b, 's>(b: &'b mut Backfill<'s>) -> &'b mut Backfill<'s> {
    b
}

/// What a step returned, as the runner takes it.
///
/// # Errors
/// When the step failed.
pub fn outcome<T: IntoOutcome>(returned: T) -> Result<(), StepError> {
    returned.into_outcome()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::Body;

    fn portable(tx: &mut Transaction<'_>) -> crate::Result<()> {
        tx.execute("SELECT 1", &[]).map(|_| ())
    }

    fn own_error(_: &mut Transaction<'_>) -> Result<(), std::fmt::Error> {
        Err(std::fmt::Error)
    }

    #[cfg(feature = "sqlite")]
    fn native(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
        connection.execute_batch("SELECT 1")
    }

    #[test]
    fn functions_become_bodies() {
        let mut bodies = vec![
            Body::Code(|tx| outcome(portable(arg(tx)))),
            Body::Code(|tx| outcome(own_error(arg(tx)))),
        ];
        #[cfg(feature = "sqlite")]
        bodies.push(Body::Code(|tx| outcome(native(arg(tx)))));
        assert!(bodies.iter().all(|body| matches!(body, Body::Code(_))));
    }
}
