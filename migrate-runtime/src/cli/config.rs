//! `migrate.toml`: what it may say.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use super::failure::Failure;
use crate::plan::OutOfOrder;

const FILE: &str = "migrate.toml";

/// The configuration file, read.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// `[database.NAME]`
    pub(crate) database: BTreeMap<String, Database>,
    /// `[run]`
    pub(crate) run: Run,
    /// `[lint]`
    pub(crate) lint: Lint,
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
    /// What happens to migrations that stand before applied ones.
    pub(crate) out_of_order: Option<OutOfOrder>,
    /// Whether `down`, `redo` and `--force` ask.
    pub(crate) require_confirmation: Option<bool>,
}

/// `[lint]`: the severities of rules at run time. A deployed program knows no rules, so it takes
/// every name.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Lint {
    #[cfg_attr(not(feature = "dev"), expect(dead_code, reason = "only `dev` has the rules"))]
    rules: BTreeMap<String, Severity>,
}

/// What `[lint]` says of a rule.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Error,
    Warn,
    Off,
}

#[cfg(feature = "dev")]
impl Lint {
    /// What it says, for a check.
    pub(crate) fn levels(&self) -> Vec<(String, migrate_codegen::check::Level)> {
        use migrate_codegen::check::Level;

        let level = |severity| match severity {
            Severity::Error => Level::Error,
            Severity::Warn => Level::Warn,
            Severity::Off => Level::Off,
        };
        self.rules.iter().map(|(rule, &severity)| (rule.clone(), level(severity))).collect()
    }

    /// # Errors
    /// When a rule is unknown, or its severity cannot be changed.
    fn checked(&self) -> Result<(), String> {
        let wrong = |rule: &String| migrate_codegen::lint::settable(rule).err();
        match self.rules.keys().find_map(wrong) {
            Some(error) => Err(format!("`[lint]`: {error}")),
            None => Ok(()),
        }
    }
}

#[cfg(not(feature = "dev"))]
impl Lint {
    #[expect(clippy::unnecessary_wraps, reason = "with `dev` there are rules to know")]
    fn checked(&self) -> Result<(), String> {
        Ok(())
    }
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
        let wrong = |why: &str| {
            Failure::usage(format!("the configuration `{}` is wrong: {why}", path.display()))
        };
        let config: Self =
            toml::from_str(text).map_err(|error| wrong(error.to_string().trim_end()))?;
        config.lint.checked().map_err(|error| wrong(&error))?;
        Ok(config)
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
        assert!(slip.ends_with("`[lint]`: there is no rule `drop_tabel`"), "{slip}");
        let refusal = wrong("no_such_function = 'off'");
        assert!(refusal.contains("is a refusal of the engine"), "{refusal}");
        let word = wrong("drop_table = 'never'");
        assert!(word.contains("line 2") && word.contains("`error`, `warn`, `off`"), "{word}");
    }

    #[test]
    fn refuses_the_rest_and_says_what_is_allowed() {
        let error = parse("[database.shop]\nurll = 'x'\n").expect_err("unknown key");
        assert!(error.contains("line 2") && error.contains("`url` or `history_table`"), "{error}");
        let error = parse("[run]\nlock_timeout = 'soon'\n").expect_err("no time");
        assert!(error.contains("not a time"), "{error}");
    }
}
