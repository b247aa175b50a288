//! The variables of the environment, and of `.env`, which never overrides them.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Origin, Setting};
use crate::cli::failure::Failure;

const FILE: &str = ".env";

/// The variables that are not empty.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    real: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
}

impl Variables {
    /// Reads the environment, and `.env` in the current directory where there is one. The
    /// environment of this process stays as it is.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub(crate) fn read() -> Result<Self, Failure> {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        let real = std::env::vars_os().filter_map(text);
        let file = match std::fs::read(Path::new(FILE)) {
            Ok(bytes) => parse(&bytes)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => {
                return Err(Failure::usage(format!("`{FILE}` cannot be read")).because(&error));
            }
        };
        Ok(Self { real: real.collect(), file })
    }

    /// The same, of these values.
    #[cfg(test)]
    pub(crate) fn of(real: &[(&str, &str)], file: &[(&str, &str)]) -> Self {
        let all = |pairs: &[(&str, &str)]| {
            let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            pairs.iter().map(owned).collect()
        };
        Self { real: all(real), file: all(file) }
    }

    /// What the variable says; one that is empty says nothing.
    pub(crate) fn get(&self, name: &str) -> Option<Setting<String>> {
        let said = |from: &BTreeMap<String, String>| {
            from.get(name).filter(|value| !value.is_empty()).cloned()
        };
        // An empty variable of the environment is set, and so `.env` does not speak.
        if self.real.contains_key(name) {
            let origin = Origin::Variable(name.to_owned());
            return said(&self.real).map(|value| Setting { value, origin });
        }
        let origin = Origin::DotEnv(name.to_owned());
        said(&self.file).map(|value| Setting { value, origin })
    }
}

/// The variables of a file. What is wrong with a line is told without the line: it may be a secret.
fn parse(bytes: &[u8]) -> Result<BTreeMap<String, String>, Failure> {
    let mut variables = BTreeMap::new();
    for item in dotenvy::from_read_iter(bytes) {
        let (name, value) = item.map_err(|error| {
            let line = match &error {
                dotenvy::Error::LineParse(line, _) => place(bytes, line),
                _ => String::new(),
            };
            Failure::usage(format!("`{FILE}`{line} is not understood (hint: write `NAME=value`)"))
        })?;
        // As a shell does: the last one counts.
        variables.insert(name, value);
    }
    Ok(variables)
}

/// ` line 3`, where the line is found.
fn place(bytes: &[u8], line: &str) -> String {
    let text = String::from_utf8_lossy(bytes);
    let first = line.lines().next().unwrap_or_default().trim();
    let at = text.lines().position(|it| !first.is_empty() && it.trim() == first);
    at.map(|at| format!(" line {}", at + 1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_is_stronger_and_empty_is_nothing() {
        let variables =
            Variables::of(&[("A", "real"), ("B", "")], &[("A", "file"), ("B", "file"), ("C", "c")]);
        let found = |name| variables.get(name).map(|it| (it.value, it.origin.to_string()));
        assert_eq!(found("A"), Some(("real".to_owned(), "variable `A`".to_owned())));
        assert_eq!(found("B"), None);
        assert_eq!(found("C"), Some(("c".to_owned(), "`C` of `.env`".to_owned())));
    }

    #[test]
    fn a_file_is_read_as_others_write_it() {
        let text = b"# shop\nexport A=\"b c\"\nDATABASE_URL=sqlite:a.db # here\nE=1\nE=2\n";
        let read = parse(text).map_err(|failure| failure.message().to_owned()).expect("is right");
        let pairs: Vec<_> = read.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs, ["A=b c", "DATABASE_URL=sqlite:a.db", "E=2"]);
    }

    #[test]
    fn a_wrong_line_is_named_and_not_shown() {
        let failure = parse(b"A=1\nPASSWORD='hidden\n").expect_err("is wrong");
        assert!(failure.message().starts_with("`.env` line 2 is not"), "{}", failure.message());
        assert!(!format!("{failure:?}").contains("hidden"));
    }
}
