//! Ctrl-C and SIGTERM: the first one ends a run in order, the second one at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::driver::Cancel;
use crate::exit_code;

/// The signals that end a run, with the exit code of each.
const ENDING: [(i32, u8); 2] = [(SIGINT, exit_code::INTERRUPTED), (SIGTERM, exit_code::TERMINATED)];

/// What became of the signals since the run began.
#[derive(Debug, Default)]
pub(crate) struct Signals {
    cancel: Cancel,
    /// The exit code that the signal asks for; 0 until there is one.
    received: Arc<AtomicUsize>,
}

impl Signals {
    /// From here on a signal does not kill the program any more: the first one cancels the run.
    ///
    /// Where the system refuses to tell of signals, they kill as before.
    pub(crate) fn heed() -> Self {
        let signals = Self::default();
        for (signal, code) in ENDING {
            let flag = signals.cancel.flag();
            // In this order: the second signal finds the flag that the first one has set.
            let heeded = flag::register_conditional_shutdown(signal, code.into(), flag)
                .and_then(|_| {
                    flag::register_usize(signal, Arc::clone(&signals.received), code.into())
                })
                .and_then(|_| flag::register(signal, signals.cancel.flag()));
            if let Err(error) = heeded {
                tracing::warn!(%error, signal, "signals are not heeded");
            }
        }
        signals
    }

    /// What they set.
    pub(crate) fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// The exit code of a run that a signal ended.
    pub(crate) fn exit_code(&self) -> u8 {
        match u8::try_from(self.received.load(Ordering::SeqCst)) {
            Ok(code @ 1..) => code,
            _ => exit_code::INTERRUPTED,
        }
    }
}

/// Leaves Ctrl-C to the program that this one started, and waits for its end.
pub(crate) fn leave_to_child() {
    if let Err(error) = flag::register(SIGINT, Cancel::new().flag()) {
        tracing::warn!(%error, "Ctrl-C is not left to the program that was started");
    }
}
