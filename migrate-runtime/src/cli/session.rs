//! What a command works with: the databases it is about, and how it talks.

use std::cell::OnceCell;
use std::path::Path;

use migrate_codegen::Dialect;

use super::any_set::AnySet;
use super::args::{Common, Directory};
use super::config::{Setting, Settings};
use super::failure::Failure;
use super::location::{Location, Sources};
use super::output::{self, BOLD, DIM, Reader};
use super::signals::Signals;
use crate::Set;
use crate::history::Tables;
use crate::plan::OutOfOrder;

/// What a command works with.
pub(crate) struct Session<'a> {
    /// The flags that every command takes.
    pub(crate) common: &'a Common,
    /// Who reads the output.
    pub(crate) reader: Reader,
    /// What it is told, but for the command's own flags.
    pub(crate) settings: Settings,
    sets: Vec<Named>,
    signals: OnceCell<Signals>,
}

/// A set of the program, by the name that the command line knows it by.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) set: Set,
}

/// A database that a command is about, and its migrations.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) set: Set,
    pub(crate) location: Location,
    pub(crate) tables: Tables,
}

/// Where a database is, and who says so.
pub(crate) struct Located {
    pub(crate) name: String,
    pub(crate) location: Setting<Option<Location>>,
}

impl Database {
    /// The line above what is said of it.
    pub(crate) fn heading(&self) -> String {
        let missing = if self.location.is_missing() { ", not there yet" } else { "" };
        let Self { name, location, .. } = self;
        format!("{BOLD}{name}{BOLD:#}  {DIM}{location}{missing}{DIM:#}")
    }
}

/// The set's name in the history when the migrations come from a directory.
const UNNAMED: &str = "main";

impl<'a> Session<'a> {
    /// # Errors
    /// When the configuration is wrong.
    pub(crate) fn new(
        common: &'a Common,
        reader: Reader,
        sets: &[(&str, &dyn AnySet)],
    ) -> Result<Self, Failure> {
        let named = |(name, set): &(&str, &dyn AnySet)| Named {
            name: (*name).to_owned(),
            dialect: set.dialect(),
            set: *set.set(),
        };
        let settings = settings(common)?;
        Ok(Self {
            common,
            reader,
            settings,
            sets: sets.iter().map(named).collect(),
            signals: OnceCell::new(),
        })
    }

    /// The sets that the command is about: the one that `--database` names, or all.
    ///
    /// # Errors
    /// When the program has no such set, or none at all.
    pub(crate) fn sets(&self) -> Result<Vec<Named>, Failure> {
        let Some(wanted) = &self.common.database else {
            if self.sets.is_empty() {
                return Err(Failure::usage("there are no migrations (hint: `--dir DIR`)"));
            }
            return Ok(self.sets.clone());
        };
        match self.sets.iter().find(|set| set.name == *wanted) {
            Some(set) => Ok(vec![set.clone()]),
            None => Err(Failure::usage(format!(
                "there is no database `{wanted}` (hint: one of {})",
                self.names()
            ))),
        }
    }

    /// Every set of the program, whatever the command is about.
    #[cfg(feature = "dev")]
    pub(crate) fn all_sets(&self) -> &[Named] {
        &self.sets
    }

    /// The one set that the command is about.
    ///
    /// # Errors
    /// As [`sets`](Self::sets), and when there are several.
    pub(crate) fn one_set(&self) -> Result<Named, Failure> {
        let mut sets = self.sets()?;
        match sets.pop() {
            Some(set) if sets.is_empty() => Ok(set),
            _ => Err(Failure::usage(format!(
                "the program has several databases (hint: `--database` with one of {})",
                self.names()
            ))),
        }
    }

    /// The databases that the command is about.
    ///
    /// # Errors
    /// As [`sets`](Self::sets); when the directory cannot be read or something is wrong with its
    /// migrations; and when it is not clear where a database is.
    pub(crate) fn databases(&self, directory: &Directory) -> Result<Vec<Database>, Failure> {
        if let Some(path) = &directory.dir {
            return Ok(vec![self.of_directory(path, directory)?]);
        }
        let default = |set: &Named| format!("{}.db", set.name);
        self.sets()?.into_iter().map(|set| self.locate(&set, Some(&default(&set)))).collect()
    }

    /// The one database that the command is about.
    ///
    /// # Errors
    /// As [`databases`](Self::databases), and when there are several.
    pub(crate) fn one_database(&self, directory: &Directory) -> Result<Database, Failure> {
        if let Some(path) = &directory.dir {
            return self.of_directory(path, directory);
        }
        let set = self.one_set()?;
        self.locate(&set, Some(&format!("{}.db", set.name)))
    }

    /// What happens to late migrations: as the flag says, the configuration, or the environment.
    pub(crate) fn out_of_order(&self, flag: Option<OutOfOrder>) -> Setting<OutOfOrder> {
        self.settings.run.out_of_order.clone().or_flag(flag, "--out-of-order")
    }

    /// Says which database is about to be changed.
    pub(crate) fn announce(&self, database: &Database) {
        let missing = if database.location.is_missing() { " (new)" } else { "" };
        let (name, location) = (&database.name, &database.location);
        let environment = &self.settings.environment.value;
        self.reader.note(&format!("{name}: {location}{missing}, environment {environment}"));
    }

    /// Asks, where the configuration does not say otherwise, whether to go on.
    ///
    /// # Errors
    /// When the answer is no, or nobody can be asked.
    pub(crate) fn confirm(&self, what: &str) -> Result<(), Failure> {
        if self.common.yes || !self.asks() {
            return Ok(());
        }
        match output::ask(&format!("{what}?")) {
            Some(true) => Ok(()),
            Some(false) => Err(Failure::refused("nothing was changed: the answer was no")),
            None => Err(Failure::refused(format!(
                "not done without consent: {what} (hint: say `--yes`; there is no terminal to ask on)"
            ))),
        }
    }

    /// Ctrl-C and SIGTERM, which end the run in order from the first call on.
    pub(crate) fn signals(&self) -> &Signals {
        self.signals.get_or_init(Signals::heed)
    }

    fn asks(&self) -> bool {
        self.settings.run.require_confirmation.value
    }

    fn locate(&self, set: &Named, default: Option<&str>) -> Result<Database, Failure> {
        let sources = Sources { url: self.common.url.as_deref(), settings: &self.settings };
        let location = Location::find(&set.name, &sources, default)?;
        let Named { name, dialect, set } = set.clone();
        let table = self.settings.of_database(&name, |it| it.history_table.as_ref());
        let tables = table.map(|table| Tables::named(&table.value)).unwrap_or_default();
        Ok(Database { name, dialect, set, location: location.value, tables })
    }

    /// The databases that the command is about, by name, and who says where each is; nothing for
    /// that of a directory when nobody says it.
    ///
    /// # Errors
    /// As [`sets`](Self::sets), and when what is said is no location.
    pub(crate) fn locations(&self, directory: &Directory) -> Result<Vec<Located>, Failure> {
        let sources = Sources { url: self.common.url.as_deref(), settings: &self.settings };
        let found = |Setting { value, origin }| Setting { value: Some(value), origin };
        if directory.dir.is_some() {
            let name = self.name_of_directory();
            let location = match Location::said(&name, &sources)? {
                Some(said) => found(said),
                None => Setting::default(None),
            };
            return Ok(vec![Located { name, location }]);
        }
        let mut all = Vec::new();
        for Named { name, .. } in self.sets()? {
            let location = Location::find(&name, &sources, Some(&format!("{name}.db")))?;
            all.push(Located { name, location: found(location) });
        }
        Ok(all)
    }

    fn name_of_directory(&self) -> String {
        self.common.database.clone().unwrap_or_else(|| UNNAMED.to_owned())
    }

    fn of_directory(&self, path: &Path, flags: &Directory) -> Result<Database, Failure> {
        let name = self.name_of_directory();
        let (set, dialect) = super::plain::set(self, &name, path, flags)?;
        self.locate(&Named { name, dialect, set }, None)
    }

    fn names(&self) -> String {
        self.sets.iter().map(|set| format!("`{}`", set.name)).collect::<Vec<_>>().join(", ")
    }
}

/// What the file, the environment and the flags that every command takes say.
fn settings(common: &Common) -> Result<Settings, Failure> {
    let mut settings = Settings::read(common.config.as_deref(), common.env.as_deref())?;
    if let Some((level, flag)) = common.level() {
        settings.log_level = settings.log_level.or_flag(Some(level), flag);
    }
    settings.log_format = settings.log_format.or_flag(common.log_format, "--log-format");
    Ok(settings)
}
