//! What the sum file remembers of the command that made it.

use super::toml_text;

/// What the sum file remembers, so that the next run writes the same files and a check looks at
/// them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The Rust module that is generated too.
    pub typed: Option<TypedSchema>,
}

/// The Rust module with tables, columns and rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedSchema {
    /// Its path, relative to the folder of the sum file, with `/` between its parts.
    pub path: String,
    /// Whether its structs can be serialized.
    pub serde: Serde,
}

/// Whether structs can be serialized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Serde {
    /// They cannot.
    #[default]
    No,
    /// They derive `serde::Serialize` and `serde::Deserialize`.
    Derive,
}

const PATH: &str = "schema_rs";
const SERDE: &str = "schema_rs_serde";

impl Settings {
    /// What the text of a sum file remembers, even if the file was merged badly.
    #[must_use]
    pub fn read(sum: &str) -> Self {
        let value = |key: &str| {
            let line = sum.lines().find(|line| {
                line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
            })?;
            toml::from_str::<toml::Table>(line).ok()?.remove(key)
        };
        let Some(toml::Value::String(path)) = value(PATH) else { return Self::default() };
        let derive = value(SERDE).and_then(|value| value.as_bool()) == Some(true);
        let serde = if derive { Serde::Derive } else { Serde::No };
        Self { typed: Some(TypedSchema { path, serde }) }
    }

    /// The lines that remember it.
    pub(super) fn write(&self, text: &mut String) {
        if let Some(typed) = &self.typed {
            text.push('\n');
            toml_text::string(text, PATH, &typed.path);
            if typed.serde == Serde::Derive {
                toml_text::line(text, SERDE, "true");
            }
        }
    }
}
