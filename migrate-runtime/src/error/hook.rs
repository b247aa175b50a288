//! Why a hook ended a run.

use std::fmt::{self, Formatter};

use crate::exit_code;

/// Why a hook ended a run: its name, and what it was asked about. What it said is the error's source.
#[derive(Debug)]
pub(crate) enum HookFault {
    Refused { name: String, what: String },
    Panicked { name: String, at: String },
}

impl HookFault {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Self::Refused { .. } => exit_code::UNSAFE,
            Self::Panicked { .. } => exit_code::FAILED,
        }
    }

    pub(super) fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { name, what } => write!(f, "the hook `{name}` refused {what}"),
            Self::Panicked { name, at } => write!(f, "the hook `{name}` panicked {at}"),
        }
    }
}
