//! The SQL that a run would send.

use std::fmt;

use migrate_codegen::Version;
use serde::Serialize;

use crate::plan::Late;

/// The SQL that a run would send, in order. `Display` writes it as a script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DryRun {
    /// The set.
    pub set: String,
    /// What would commit together.
    pub units: Vec<DryUnit>,
    /// What would run although a later one ran already.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<Late>,
}

/// What would commit together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DryUnit {
    /// The migrations.
    pub versions: Vec<Version>,
    /// The statements, each without its closing `;`. A comment stands for a step in Rust.
    pub sql: Vec<String>,
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for sql in self.units.iter().flat_map(|unit| &unit.sql) {
            // A comment needs no `;`, and one behind it would be an empty statement.
            let end = if sql.starts_with("-- ") { "" } else { ";" };
            writeln!(f, "{sql}{end}")?;
        }
        Ok(())
    }
}
