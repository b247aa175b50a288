//! A value, and who said it.

use std::fmt;

/// A value, and who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
}

/// Who said a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody.
    Default,
    /// Nobody, and the environment is the one that has safeguards.
    Production,
    /// A table of the configuration file.
    File { file: String, table: String },
    /// An environment variable.
    Variable(String),
    /// A variable of `.env`.
    DotEnv(String),
    /// A flag.
    Flag(&'static str),
}

impl<T> Setting<T> {
    /// What nobody said otherwise.
    pub(crate) const fn default(value: T) -> Self {
        Self { value, origin: Origin::Default }
    }

    /// What the flag says, if it was given.
    pub(crate) fn or_flag(self, given: Option<T>, flag: &'static str) -> Self {
        match given {
            Some(value) => Self { value, origin: Origin::Flag(flag) },
            None => self,
        }
    }
}

impl Setting<bool> {
    /// Switched on by the flag, if it was given.
    pub(crate) fn or_switch(self, given: bool, flag: &'static str) -> Self {
        self.or_flag(given.then_some(true), flag)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Production => f.write_str("default in production"),
            Self::File { file, table } => write!(f, "`[{table}]` of `{file}`"),
            Self::Variable(name) => write!(f, "variable `{name}`"),
            Self::DotEnv(name) => write!(f, "`{name}` of `.env`"),
            Self::Flag(flag) => write!(f, "`{flag}`"),
        }
    }
}
