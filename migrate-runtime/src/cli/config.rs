//! `migrate.toml`: what it may say.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use super::failure::Failure;

const FILE: &str = "migrate.toml";

/// The configuration file, read.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// `[database.NAME]`
    pub(crate) database: BTreeMap<String, Database>,
    /// `[run]`
    pub(crate) run: Run,
}

/// `[database.NAME]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Database {
    /// Where the database is.
    pub(crate) url: Option<String>,
    /// The table with the history; the log and the lock stand beside it.
    pub(crate) history_table: Option<String>,
}

/// `[run]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Run {
    /// One transaction around all migrations of a run.
    pub(crate) single_transaction: bool,
    /// How long to wait for another run.
    #[serde(deserialize_with = "time")]
    pub(crate) lock_timeout: Option<Duration>,
    /// Whether `down`, `redo` and `--force` ask.
    pub(crate) require_confirmation: Option<bool>,
}

impl Config {
    /// Reads `named`, or `migrate.toml` in the current directory where there is one.
    ///
    /// # Errors
    /// When the file cannot be read or says something unknown.
    pub(crate) fn read(named: Option<&Path>) -> Result<Self, Failure> {
        let path = named.unwrap_or(Path::new(FILE));
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(path, &text),
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(error) => {
                let message = format!("the configuration `{}` cannot be read", path.display());
                Err(Failure::usage(message).because(&error))
            }
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        toml::from_str(text).map_err(|error| {
            let (path, error) = (path.display(), error.to_string());
            Failure::usage(format!("the configuration `{path}` is wrong: {}", error.trim_end()))
        })
    }
}

fn time<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(deserializer)?;
    super::args::duration(&text).map(Some).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(Path::new("migrate.toml"), text).map_err(|failure| failure.message().into())
    }

    #[test]
    fn reads_what_it_knows() {
        let config = parse(
            "[database.shop]\nurl = 'sqlite:a.db'\n[run]\nlock_timeout = '3s'\n\
             require_confirmation = false\n",
        )
        .expect("is right");
        assert_eq!(config.database["shop"].url.as_deref(), Some("sqlite:a.db"));
        assert_eq!(config.run.lock_timeout, Some(Duration::from_secs(3)));
        assert_eq!(config.run.require_confirmation, Some(false));
    }

    #[test]
    fn refuses_the_rest_and_says_what_is_allowed() {
        let error = parse("[database.shop]\nurll = 'x'\n").expect_err("unknown key");
        assert!(error.contains("line 2") && error.contains("`url` or `history_table`"), "{error}");
        let error = parse("[run]\nlock_timeout = 'soon'\n").expect_err("no time");
        assert!(error.contains("not a time"), "{error}");
    }
}
