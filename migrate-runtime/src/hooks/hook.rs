//! What a hook is.

use std::error::Error;

use super::Call;

/// What a hook answers: an error is its veto before a moment, and a warning after one.
pub type HookResult = Result<(), Box<dyn Error + Send + Sync>>;

/// An application's own code around runs and migrations; see the [module](super).
///
/// Every closure from `&Call<'_>` to [`HookResult`] is one.
pub trait Hook {
    /// Hears of one moment.
    ///
    /// # Errors
    /// Before a moment: the run ends with that. After one: the report warns of it.
    fn call(&mut self, call: &Call<'_>) -> HookResult;
}

impl<F: FnMut(&Call<'_>) -> HookResult> Hook for F {
    fn call(&mut self, call: &Call<'_>) -> HookResult {
        self(call)
    }
}
