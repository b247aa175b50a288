//! The effective settings, each from the strongest of those that say it.

use std::fmt::Display;
use std::path::Path;
use std::time::Duration;

use super::file::{Database, File, Section};
use super::secret::masked;
use super::variables::Variables;
use super::watch::{Health, Notify};
use super::{Origin, Setting};
use crate::cli::args::{LogFormat, LogLevel};
use crate::cli::failure::Failure;
use crate::human;
use crate::plan::OutOfOrder;
use crate::runner::{BackUpBefore, FAIL_HARD, ON_START, Options, Wish, on_off};

/// The environment with safeguards of its own.
pub(crate) const PRODUCTION: &str = "production";

/// The variables that name the environment, the strongest first.
const ENVIRONMENT: [&str; 2] = ["MIGRATE_ENV", "NODE_ENV"];

/// The effective settings. Flags of single commands are stronger.
#[derive(Debug)]
pub(crate) struct Settings {
    /// Which environment this is.
    pub(crate) environment: Setting<String>,
    /// `[run]`
    pub(crate) run: Run,
    /// `[health]`
    pub(crate) health: Health,
    /// `[notify]`
    pub(crate) notify: Notify,
    /// `[log] level`
    pub(crate) log_level: Setting<LogLevel>,
    /// `[log] format`
    pub(crate) log_format: Setting<LogFormat>,
    /// The environment's variables.
    pub(crate) variables: Variables,
    file: String,
    sections: Vec<(String, Section)>,
}

/// `[run]`
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// One transaction around all migrations of a run.
    pub(crate) single_transaction: Setting<bool>,
    /// Whether anything may be rolled back.
    pub(crate) rollback: Setting<bool>,
    /// Whether each migration to apply must have a rollback.
    pub(crate) require_rollback: Setting<bool>,
    /// Whether edited migrations stop a run.
    pub(crate) validate_checksums: Setting<bool>,
    /// Whether a run goes on behind a migration that fails.
    pub(crate) continue_on_error: Setting<bool>,
    /// Whether the database is looked through after a run.
    pub(crate) verify_after: Setting<bool>,
    /// The longest that a run may take.
    pub(crate) timeout: Setting<Option<Duration>>,
    /// The longest that a statement may run.
    pub(crate) statement_timeout: Setting<Option<Duration>>,
    /// The longest to wait for another run.
    pub(crate) lock_timeout: Setting<Duration>,
    /// How often a migration is tried again that a lock made fail.
    pub(crate) retries: Setting<u32>,
    /// What happens to migrations that stand before applied ones.
    pub(crate) out_of_order: Setting<OutOfOrder>,
    /// Which runs begin with a backup.
    pub(crate) backup: Setting<BackUpBefore>,
    /// Whether risky commands ask.
    pub(crate) require_confirmation: Setting<bool>,
    /// Whether an application migrates when it starts.
    pub(crate) auto: Setting<bool>,
    /// Whether it does not start when that failed.
    pub(crate) fail_hard: Setting<bool>,
}

/// A setting as `config` shows it.
pub(crate) struct Shown {
    pub(crate) key: String,
    pub(crate) value: String,
    pub(crate) origin: Origin,
}

impl Settings {
    /// Reads them all: `config` and `env` are what the flags say.
    ///
    /// # Errors
    /// When the file, `.env` or a variable says something that is not understood.
    pub(crate) fn read(config: Option<&Path>, env: Option<&str>) -> Result<Self, Failure> {
        Self::of(File::read(config)?, Variables::read()?, env)
    }

    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn of(file: File, variables: Variables, env: Option<&str>) -> Result<Self, Failure> {
        if env.is_some_and(|name| name.trim().is_empty()) {
            return Err(Failure::usage("`--env` names nothing (hint: such as `production`)"));
        }
        let named = ENVIRONMENT.iter().find_map(|name| variables.get(name));
        let environment = named
            .unwrap_or_else(|| Setting::default("development".to_owned()))
            .or_flag(env.map(str::to_owned), "--env");
        let path = file.path.display().to_string();
        let sections = file.sections(&environment.value);
        let layers = Layers { file: &path, sections: &sections, variables: &variables };
        let run = layers.run(environment.value == PRODUCTION)?;
        let (health, notify) = (Health::of(&layers), Notify::of(&layers)?);
        let log_level = layers.find("log", |it| it.log.level, Setting::default(LogLevel::Warn));
        let format = Setting::default(LogFormat::Text);
        let log_format = layers.find("log", |it| it.log.format, format);
        Ok(Self {
            environment,
            run,
            health,
            notify,
            log_level,
            log_format,
            variables,
            file: path,
            sections,
        })
    }

    /// What somebody said about the start of an application.
    pub(crate) fn on_start(&self) -> Wish {
        let said = |setting: &Setting<bool>| {
            Some(setting.value).filter(|_| !matches!(setting.origin, Origin::Default))
        };
        Wish { auto: said(&self.run.auto), fail_hard: said(&self.run.fail_hard) }
    }

    /// Whether the safeguards of production hold.
    pub(crate) fn is_production(&self) -> bool {
        self.environment.value == PRODUCTION
    }

    /// A key of `[database.NAME]`.
    pub(crate) fn of_database(
        &self,
        name: &str,
        get: impl Fn(&Database) -> Option<&String>,
    ) -> Option<Setting<String>> {
        self.sections.iter().find_map(|(place, section)| {
            let value = get(section.database.get(name)?)?.clone();
            let (file, table) = (self.file.clone(), format!("{place}database.{name}"));
            Some(Setting { value, origin: Origin::File { file, table } })
        })
    }

    /// The severities of rules: those of the environment first.
    #[cfg(feature = "dev")]
    pub(crate) fn levels(&self) -> Vec<(String, migrate_codegen::check::Level)> {
        let mut levels: Vec<(String, _)> = Vec::new();
        for (rule, level) in self.sections.iter().flat_map(|(_, section)| section.lint.levels()) {
            if !levels.iter().any(|(known, _)| *known == rule) {
                levels.push((rule, level));
            }
        }
        levels
    }

    /// Every setting, in the order of the documentation.
    pub(crate) fn shown(&self) -> Vec<Shown> {
        let run = &self.run;
        let mut all = vec![shown("environment", &self.environment, Clone::clone)];
        let mut switch = |key, setting| all.push(shown(key, setting, bool::to_string));
        switch("run.single_transaction", &run.single_transaction);
        switch("run.rollback", &run.rollback);
        switch("run.require_rollback", &run.require_rollback);
        switch("run.validate_checksums", &run.validate_checksums);
        switch("run.continue_on_error", &run.continue_on_error);
        switch("run.verify_after", &run.verify_after);
        switch("run.require_confirmation", &run.require_confirmation);
        switch("run.auto", &run.auto);
        switch("run.fail_hard", &run.fail_hard);
        let time =
            |time: &Option<Duration>| time.map_or_else(|| "none".to_owned(), human::duration);
        all.push(shown("run.timeout", &run.timeout, time));
        all.push(shown("run.statement_timeout", &run.statement_timeout, time));
        all.push(shown("run.lock_timeout", &run.lock_timeout, |time| human::duration(*time)));
        all.push(shown("run.retries", &run.retries, u32::to_string));
        all.push(shown("run.out_of_order", &run.out_of_order, word));
        all.push(shown("run.backup", &run.backup, word));
        all.extend(self.health.shown());
        all.extend(self.notify.shown());
        all.push(shown("log.level", &self.log_level, word));
        all.push(shown("log.format", &self.log_format, word));
        all
    }
}

pub(super) fn shown<T>(key: &str, setting: &Setting<T>, text: impl Fn(&T) -> String) -> Shown {
    let (value, origin) = (masked(&text(&setting.value)), setting.origin.clone());
    Shown { key: key.to_owned(), value, origin }
}

/// The word of a choice, as it is typed.
fn word(choice: &impl clap::ValueEnum) -> String {
    choice.to_possible_value().map(|it| it.get_name().to_owned()).unwrap_or_default()
}

/// Those who say something, but for the flags.
pub(super) struct Layers<'l> {
    file: &'l str,
    /// The strongest first.
    sections: &'l [(String, Section)],
    variables: &'l Variables,
}

impl Layers<'_> {
    pub(super) fn find<T>(
        &self,
        table: &str,
        get: impl Fn(&Section) -> Option<T>,
        default: Setting<T>,
    ) -> Setting<T> {
        let said = self.sections.iter().find_map(|(place, section)| {
            let (file, table) = (self.file.to_owned(), format!("{place}{table}"));
            Some(Setting { value: get(section)?, origin: Origin::File { file, table } })
        });
        said.unwrap_or(default)
    }

    /// What the variable says, and otherwise `weaker`.
    pub(super) fn variable<T, E: Display>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, E>,
        weaker: Setting<T>,
    ) -> Result<Setting<T>, Failure> {
        let Some(Setting { value, origin }) = self.variables.get(name) else { return Ok(weaker) };
        match parse(&value) {
            Ok(value) => Ok(Setting { value, origin }),
            Err(error) => Err(Failure::usage(format!("{origin} is {error}"))),
        }
    }

    /// Two systems that this one replaces called it differently.
    fn on_start(&self, weaker: Setting<bool>) -> Result<Setting<bool>, Failure> {
        let [one, other] = ON_START;
        let said =
            |name| self.variable(name, |text| on_off(text).map(Some), Setting::default(None));
        let (first, second) = (said(one)?, said(other)?);
        match (first.value, second.value) {
            (Some(a), Some(b)) if a != b => Err(Failure::usage(format!(
                "`{one}` and `{other}` exclude each other (hint: leave one of them out)"
            ))),
            (Some(value), _) => Ok(Setting { value, origin: first.origin }),
            (None, Some(value)) => Ok(Setting { value, origin: second.origin }),
            (None, None) => Ok(weaker),
        }
    }

    fn run(&self, production: bool) -> Result<Run, Failure> {
        let switch = |get: fn(&Section) -> Option<bool>, default: bool| {
            self.find("run", get, Setting::default(default))
        };
        let usual = Options::default();
        let (order, verify) = if production {
            let origin = Origin::Production;
            let order = Setting { value: OutOfOrder::Refuse, origin: origin.clone() };
            (order, Setting { value: true, origin })
        } else {
            (Setting::default(OutOfOrder::Footprint), Setting::default(false))
        };
        let timeout = self.find("run", |it| it.run.timeout.map(Some), Setting::default(None));
        let backups = self.find("run", |it| it.run.backup, Setting::default(BackUpBefore::Risky));
        let ask = switch(|it| it.run.require_confirmation, true);
        Ok(Run {
            single_transaction: switch(|it| it.run.single_transaction, false),
            rollback: switch(|it| it.run.rollback, true),
            require_rollback: switch(|it| it.run.require_rollback, false),
            validate_checksums: switch(|it| it.run.validate_checksums, true),
            continue_on_error: switch(|it| it.run.continue_on_error, false),
            verify_after: self.find("run", |it| it.run.verify_after, verify),
            timeout: self.variable("MAX_MIGRATION_TIME", milliseconds, timeout)?,
            statement_timeout: self.find(
                "run",
                |it| it.run.statement_timeout.map(Some),
                Setting::default(None),
            ),
            lock_timeout: self.find(
                "run",
                |it| it.run.lock_timeout,
                Setting::default(usual.lock_timeout),
            ),
            retries: self.find("run", |it| it.run.retries, Setting::default(usual.retries)),
            out_of_order: self.find("run", |it| it.run.out_of_order, order),
            backup: self.variable("BACKUP_ENABLED", backup, backups)?,
            require_confirmation: self.variable("MIGRATION_REQUIRE_CONFIRMATION", on_off, ask)?,
            auto: self.on_start(switch(|it| it.run.auto, false))?,
            fail_hard: self.variable(FAIL_HARD, on_off, switch(|it| it.run.fail_hard, false))?,
        })
    }
}

/// A number of milliseconds; 0 is no limit.
fn milliseconds(text: &str) -> Result<Option<Duration>, String> {
    match text.trim().parse::<u64>() {
        Ok(0) => Ok(None),
        Ok(number) => Ok(Some(Duration::from_millis(number))),
        Err(_) => Err(format!("`{text}`, which is no number of milliseconds")),
    }
}

/// Whether there are backups at all; risky runs are what the default is about.
fn backup(text: &str) -> Result<BackUpBefore, String> {
    on_off(text).map(|on| if on { BackUpBefore::Always } else { BackUpBefore::Never })
}

#[cfg(test)]
mod tests;
