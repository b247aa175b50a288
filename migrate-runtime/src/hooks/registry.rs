//! The hooks of a runner, and calling them.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Call, Hook};
use crate::error::{Error, HookFault, Kind};

/// The hooks of a runner, in the order in which they are called.
#[derive(Default)]
pub(crate) struct Hooks<'a> {
    all: Vec<(String, &'a mut dyn Hook)>,
}

/// Why a hook did not do its work.
enum Fault {
    Refused(Box<dyn std::error::Error + Send + Sync>),
    Panicked(String),
}

impl<'a> Hooks<'a> {
    pub(crate) fn add(&mut self, name: String, hook: &'a mut dyn Hook) {
        self.all.push((name, hook));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Asks each of them whether to go on: the first veto.
    pub(crate) fn veto(&mut self, call: &Call<'_>) -> Option<Error> {
        self.all.iter_mut().find_map(|(name, hook)| {
            let (name, fault) = (name.clone(), heard(*hook, call)?);
            let error = |fault| Error::new(Kind::Hook(Box::new(fault)));
            let error = match fault {
                Fault::Refused(cause) => {
                    error(HookFault::Refused { name, what: call.subject() }).because(cause)
                }
                Fault::Panicked(text) => {
                    error(HookFault::Panicked { name, at: call.to_string() }).because(text)
                }
            };
            Some(match call.migration {
                Some(about) => error.of(about.version, about.name),
                None => error,
            })
        })
    }

    /// Tells each of them; what went wrong with them, for people.
    pub(crate) fn tell(&mut self, call: &Call<'_>) -> Vec<String> {
        let mut warnings = Vec::new();
        for (name, hook) in &mut self.all {
            let Some(fault) = heard(*hook, call) else { continue };
            let warning = match fault {
                Fault::Refused(error) => format!("the hook `{name}` failed {call}: {error}"),
                Fault::Panicked(text) => format!("the hook `{name}` panicked {call}: {text}"),
            };
            tracing::warn!("{warning}");
            warnings.push(warning);
        }
        warnings
    }
}

impl fmt::Debug for Hooks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all.iter().map(|(name, _)| name)).finish()
    }
}

/// A hook that panics is not called as if nothing had happened, but its panic ends here.
fn heard(hook: &mut dyn Hook, call: &Call<'_>) -> Option<Fault> {
    match catch_unwind(AssertUnwindSafe(|| hook.call(call))) {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(Fault::Refused(error)),
        Err(panic) => Some(Fault::Panicked(text(panic.as_ref()))),
    }
}

fn text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "without a word".to_owned())
}
