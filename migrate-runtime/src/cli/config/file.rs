//! `migrate.toml`: what it may say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use migrate_codegen::text::nearest;
use serde::{Deserialize, Deserializer};

use super::lint::Lint;
use crate::cli::args::{LogFormat, LogLevel, duration};
use crate::cli::failure::Failure;
use crate::hooks::Occasion;
use crate::plan::OutOfOrder;
use crate::runner::BackUpBefore;

const FILE: &str = "migrate.toml";

/// The configuration file, read.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(super) path: PathBuf,
    pub(super) content: Content,
}

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Content {
    database: BTreeMap<String, Database>,
    run: Run,
    lint: Lint,
    log: Log,
    health: Health,
    notify: Notify,
    environment: BTreeMap<String, Section>,
}

/// `[environment.ENV]`: the same tables, for one environment.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Section {
    pub(super) database: BTreeMap<String, Database>,
    pub(super) run: Run,
    pub(super) lint: Lint,
    pub(super) log: Log,
    pub(super) health: Health,
    pub(super) notify: Notify,
}

/// `[database.NAME]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Database {
    /// Where the database is.
    pub(crate) url: Option<String>,
    /// The table with the history; the log and the lock stand beside it.
    pub(crate) history_table: Option<String>,
    /// Where its backups go.
    pub(crate) backup_dir: Option<String>,
}

/// `[run]`; what each key means is said where it is used.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Run {
    pub(super) single_transaction: Option<bool>,
    pub(super) rollback: Option<bool>,
    pub(super) require_rollback: Option<bool>,
    pub(super) validate_checksums: Option<bool>,
    pub(super) continue_on_error: Option<bool>,
    pub(super) verify_after: Option<bool>,
    #[serde(deserialize_with = "time")]
    pub(super) timeout: Option<Duration>,
    #[serde(deserialize_with = "time")]
    pub(super) statement_timeout: Option<Duration>,
    #[serde(deserialize_with = "time")]
    pub(super) lock_timeout: Option<Duration>,
    pub(super) retries: Option<u32>,
    pub(super) out_of_order: Option<OutOfOrder>,
    pub(super) backup: Option<BackUpBefore>,
    pub(super) require_confirmation: Option<bool>,
    pub(super) auto: Option<bool>,
    pub(super) fail_hard: Option<bool>,
}

/// `[log]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Log {
    pub(super) level: Option<LogLevel>,
    pub(super) format: Option<LogFormat>,
}

/// `[health]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Health {
    pub(super) enabled: Option<bool>,
    #[serde(deserialize_with = "time")]
    pub(super) slow: Option<Duration>,
    #[serde(deserialize_with = "percent")]
    pub(super) failure_rate: Option<u8>,
}

/// `[notify]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Notify {
    pub(super) on: Option<Vec<Occasion>>,
    pub(super) webhook: Option<String>,
    pub(super) smtp: Option<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<Vec<String>>,
}

impl File {
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

    /// # Errors
    /// As [`read`](Self::read).
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        let wrong = |why: &str| {
            Failure::usage(format!("the configuration `{}` is wrong: {why}", path.display()))
        };
        let content: Content = toml::from_str(text)
            .map_err(|error| wrong(&with_guess(error.to_string().trim_end())))?;
        let sections = content.environment.values().map(|section| &section.lint);
        for lint in sections.chain([&content.lint]) {
            lint.checked().map_err(|error| wrong(&error))?;
        }
        Ok(Self { path: path.to_owned(), content })
    }

    /// What the file says in that environment, the strongest first: each with the name of its place.
    pub(super) fn sections(self, environment: &str) -> Vec<(String, Section)> {
        let Content { database, run, lint, log, health, notify, environment: mut others } =
            self.content;
        let own = others.remove(environment);
        let own = own.map(|section| (format!("environment.{environment}."), section));
        let all = (String::new(), Section { database, run, lint, log, health, notify });
        own.into_iter().chain([all]).collect()
    }
}

/// The message about an unknown key, with the one that was meant.
fn with_guess(message: &str) -> String {
    let guess = || {
        let (_, rest) = message.split_once("unknown field `")?;
        let (unknown, known) = rest.split_once('`')?;
        nearest(unknown, known.split('`').skip(1).step_by(2))
    };
    match guess() {
        Some(meant) => format!("{message} (hint: did you mean `{meant}`?)"),
        None => message.to_owned(),
    }
}

fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(deserializer)?;
    duration(&text).map(Some).map_err(serde::de::Error::custom)
}

fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    match u8::deserialize(deserializer)? {
        number @ 0..=100 => Ok(Some(number)),
        number => Err(serde::de::Error::custom(format!("`{number}` is more than 100 percent"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Section, String> {
        let file = File::parse(Path::new("migrate.toml"), text);
        let file = file.map_err(|failure| failure.told())?;
        Ok(file.sections("development").pop().expect("the common one").1)
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
        let config = parse("[run]\nout_of_order = 'allow'\n").expect("is right");
        assert_eq!(config.run.out_of_order, Some(OutOfOrder::Allow));
    }

    #[cfg(feature = "dev")]
    #[test]
    fn severities_of_rules() {
        use migrate_codegen::check::Level;

        let config =
            parse("[lint]\ndrop_table = 'error'\nvarchar_limit = 'warn'\n").expect("right");
        let expected = [("drop_table", Level::Error), ("varchar_limit", Level::Warn)];
        assert_eq!(config.lint.levels(), expected.map(|(rule, level)| (rule.to_owned(), level)));
        let wrong = |text: &str| parse(&format!("[lint]\n{text}\n")).expect_err("is wrong");
        let slip = wrong("drop_tabel = 'off'");
        assert!(slip.contains("`[lint]`: there is no rule `drop_tabel`"), "{slip}");
        let refusal = wrong("no_such_function = 'off'");
        assert!(refusal.contains("is a refusal of the engine"), "{refusal}");
        let word = wrong("drop_table = 'never'");
        assert!(word.contains("line 2") && word.contains("`error`, `warn`, `off`"), "{word}");
    }

    #[test]
    fn refuses_the_rest_and_says_what_is_allowed() {
        let error = parse("[database.shop]\nurll = 'x'\n").expect_err("unknown key");
        assert!(error.contains("line 2") && error.contains("`history_table`"), "{error}");
        assert!(error.ends_with("did you mean `url`?"), "{error}");
        let error = parse("[environment.production.run]\nretires = 1\n").expect_err("unknown");
        assert!(error.ends_with("did you mean `retries`?"), "{error}");
        let error = parse("[run]\nlock_timeout = 'soon'\n").expect_err("no time");
        assert!(error.contains("not a time"), "{error}");
    }
}
