//! What people are told who do not look at the run.

use migrate_codegen::Version;
use serde::Serialize;

/// What a [`Notice`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(serde::Deserialize))]
#[serde(rename_all = "lowercase")]
pub enum Occasion {
    /// A run failed, or was refused.
    Failure,
    /// A migration took long.
    Slow,
    /// Migrations were rolled back.
    Rollback,
    /// The database was backed up before a run.
    Backup,
    /// A backup replaced what was in the database.
    Restore,
    /// The lock was taken away from somebody.
    Lock,
}

/// A message to people who do not look at the run. As JSON it is what a webhook gets: `text` says
/// everything, as chats show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// What it is about.
    pub occasion: Occasion,
    /// The set.
    pub set: String,
    /// Where the database is.
    pub database: String,
    /// The migration, where it is about one.
    pub version: Option<Version>,
    /// In one line, what happened.
    pub title: String,
    /// The title, and what else there is to say.
    pub text: String,
    /// What was applied before it.
    pub applied: Vec<Version>,
    /// What was rolled back before it.
    pub rolled_back: Vec<Version>,
    /// Who did it.
    pub by: String,
    /// Why, where somebody said so.
    pub reason: Option<String>,
}

impl Notice {
    /// A notice that says this, and nothing of a run.
    #[must_use]
    pub fn new(occasion: Occasion, set: &str, database: &str, title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            occasion,
            set: set.to_owned(),
            database: database.to_owned(),
            version: None,
            text: title.clone(),
            title,
            applied: Vec::new(),
            rolled_back: Vec::new(),
            by: String::new(),
            reason: None,
        }
    }

    /// The same, with who did it and why: the text says so too.
    #[must_use]
    pub fn by(self, by: &str, reason: Option<&str>) -> Self {
        let who = match reason {
            Some(reason) => format!("{by}: {reason}"),
            None => by.to_owned(),
        };
        let text = format!("{} ({who})", self.text);
        Self { by: by.to_owned(), reason: reason.map(str::to_owned), text, ..self }
    }
}

impl Occasion {
    /// The word that stands for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Slow => "slow",
            Self::Rollback => "rollback",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Lock => "lock",
        }
    }
}
