//! Where the database of a set is, and who said so.

use std::fmt;
use std::path::PathBuf;

use super::config::{Origin, Setting, Settings};
use super::failure::Failure;

/// Where the database of a set is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// An SQLite file.
    File(PathBuf),
    /// An SQLite database in memory, gone after the run.
    Memory,
}

/// What may say where the database is, apart from the defaults.
pub(crate) struct Sources<'a> {
    /// `--url`
    pub(crate) url: Option<&'a str>,
    /// The environment, and `migrate.toml`.
    pub(crate) settings: &'a Settings,
}

impl Location {
    /// Where the database of the set `name` is: `--url`, else the environment, else the
    /// configuration, else the file `default` in the current directory.
    ///
    /// # Errors
    /// When what is said is no location, or nothing is said and there is no default.
    pub(crate) fn find(
        name: &str,
        sources: &Sources<'_>,
        default: Option<&str>,
    ) -> Result<Setting<Self>, Failure> {
        if let Some(said) = Self::said(name, sources)? {
            return Ok(said);
        }
        let Some(default) = default else {
            return Err(Failure::usage(
                "no database is named (hint: `--url sqlite:FILE`, or the environment variable \
                 `DATABASE_URL`)",
            ));
        };
        Ok(Setting::default(Self::File(PathBuf::from(default))))
    }

    /// Where somebody says that the database of the set `name` is.
    ///
    /// # Errors
    /// When what is said is no location.
    pub(crate) fn said(
        name: &str,
        sources: &Sources<'_>,
    ) -> Result<Option<Setting<Self>>, Failure> {
        if let Some(url) = sources.url {
            let value = Self::parse(url, "`--url`")?;
            return Ok(Some(Setting { value, origin: Origin::Flag("--url") }));
        }
        let variables = [own_variable(name), "DATABASE_URL".to_owned(), "DB_PATH".to_owned()];
        let said = variables.iter().find_map(|name| sources.settings.variables.get(name));
        let said = said.or_else(|| sources.settings.of_database(name, |it| it.url.as_ref()));
        let Some(Setting { value, origin }) = said else { return Ok(None) };
        let value = Self::parse(&value, &origin.to_string())?;
        Ok(Some(Setting { value, origin }))
    }

    /// Reads a URL; `origin` says in messages who gave it.
    fn parse(url: &str, origin: &str) -> Result<Self, Failure> {
        let (scheme, rest) = match url.split_once(':') {
            // One letter is a drive of Windows.
            Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme), rest),
            _ => (None, url),
        };
        match scheme.map(str::to_ascii_lowercase).as_deref() {
            None => Self::file(url, origin),
            Some("sqlite" | "sqlite3" | "file") => Self::file(strip_slashes(rest), origin),
            Some("d1") => Err(Failure::usage(format!(
                "a remote D1 database (given by {origin}) cannot be reached by this program (hint: \
                 migrations written for D1 run on a local `sqlite:FILE`)"
            ))),
            Some(other) => Err(Failure::usage(format!(
                "no driver for `{other}:` (given by {origin}) is built into this program (hint: it \
                 drives `sqlite:FILE`)"
            ))),
        }
    }

    fn file(rest: &str, origin: &str) -> Result<Self, Failure> {
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        if path == ":memory:" {
            return Ok(Self::Memory);
        }
        // What sqlx's users have in `DATABASE_URL`; it asks for what is done anyway.
        if !matches!(query, "" | "mode=rwc" | "mode=rw") {
            return Err(Failure::usage(format!("`?{query}` in {origin} is not understood")));
        }
        if path.is_empty() {
            return Err(Failure::usage(format!("{origin} names no file (hint: `sqlite:FILE`)")));
        }
        Ok(Self::File(PathBuf::from(path)))
    }

    /// Whether there is no database yet.
    pub(crate) fn is_missing(&self) -> bool {
        match self {
            Self::File(path) => matches!(path.try_exists(), Ok(false)),
            Self::Memory => true,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "sqlite:{}", path.display()),
            Self::Memory => f.write_str("sqlite::memory:"),
        }
    }
}

/// `api-keys` has `API_KEYS_DATABASE_URL`.
fn own_variable(name: &str) -> String {
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_").to_ascii_uppercase();
    format!("{name}_DATABASE_URL")
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// `sqlite://shop.db` and `sqlite:///tmp/shop.db` as others write them.
fn strip_slashes(rest: &str) -> &str {
    rest.strip_prefix("//").unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::config::{File, Variables};

    fn find(url: Option<&str>, variables: &[(&str, &str)]) -> Result<String, String> {
        let variables = Variables::of(variables, &[]);
        let settings = Settings::of(File::default(), variables, None);
        let settings = settings.map_err(|failure| failure.message().to_owned())?;
        let sources = Sources { url, settings: &settings };
        Location::find("api-keys", &sources, Some("api-keys.db"))
            .map(|location| location.value.to_string())
            .map_err(|failure| failure.message().to_owned())
    }

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(find(Some(url), &[]).as_deref(), Ok(expected), "{url}");
    }

    #[test]
    fn reads_urls_and_paths() {
        check("sqlite:shop.db", "sqlite:shop.db");
        check("SQLite:shop.db?mode=rwc", "sqlite:shop.db");
        check("sqlite://shop.db", "sqlite:shop.db");
        check("sqlite:///tmp/shop.db", "sqlite:/tmp/shop.db");
        check("sqlite::memory:", "sqlite::memory:");
        check(":memory:", "sqlite::memory:");
        check("file:./dev.db", "sqlite:./dev.db");
        check("data/shop.db", "sqlite:data/shop.db");
        check("C:\\shop.db", "sqlite:C:\\shop.db");
    }

    #[test]
    fn refuses_what_it_cannot_drive() {
        let error = find(Some("postgres://localhost/shop"), &[]).expect_err("no driver");
        assert!(error.starts_with("no driver for `postgres:` (given by `--url`)"), "{error}");
        let error = find(None, &[("DB_PATH", "sqlite:")]).expect_err("no file");
        assert!(error.starts_with("variable `DB_PATH` names no file"), "{error}");
        let error = find(Some("a.db?cache=shared"), &[]).expect_err("unknown");
        assert_eq!(error, "`?cache=shared` in `--url` is not understood");
    }

    #[test]
    fn the_nearest_word_counts() {
        let both = [("DATABASE_URL", "a.db"), ("API_KEYS_DATABASE_URL", "b.db")];
        assert_eq!(find(Some("c.db"), &both).as_deref(), Ok("sqlite:c.db"));
        assert_eq!(find(None, &both).as_deref(), Ok("sqlite:b.db"));
        assert_eq!(find(None, &both[..1]).as_deref(), Ok("sqlite:a.db"));
        assert_eq!(find(None, &[("DB_PATH", "d.db")]).as_deref(), Ok("sqlite:d.db"));
        assert_eq!(find(None, &[]).as_deref(), Ok("sqlite:api-keys.db"));
    }
}
