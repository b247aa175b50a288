//! Making the files.

use std::fmt;

use super::seal::Seal;
use super::settings::Settings;
use super::{schema_rs, schema_sql, sum};
use crate::Dialect;
use crate::check::{Checked, FinalSchema, Report};
use crate::source::Source;

/// The texts of the generated files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// `schema.sql`
    pub schema_sql: String,
    /// `migrations.sum`
    pub migrations_sum: String,
    /// The Rust module, where the settings ask for one.
    pub schema_rs: Option<String>,
}

/// Makes the files from the migrations and what a full check found out about them, in the same
/// order.
///
/// # Errors
/// When the check found errors, or no engine replayed the history: then nobody knows the schema.
pub fn take(
    sources: &[Source],
    report: &Report,
    settings: &Settings,
) -> Result<Snapshot, NoSnapshot> {
    if !report.is_clean() {
        return Err(NoSnapshot::Errors);
    }
    let mut pairs: Vec<(&Source, &Checked)> = sources.iter().zip(&report.migrations).collect();
    pairs.sort_by_key(|(source, _)| source.version);
    let read;
    let (schema, schema_sql) = match (&report.schema, &report.catalog) {
        (Some(schema), _) => (schema, schema_sql::of_engine(schema)),
        (None, Some(catalog)) => {
            read = FinalSchema::of_catalog(&catalog.catalog);
            (&read, schema_sql::of_catalog(catalog))
        }
        (None, None) => return Err(NoSnapshot::NotReplayed(report.dialect)),
    };
    let seal = Seal { report, schema, schema_sql: &schema_sql };
    Ok(Snapshot {
        migrations_sum: sum::text(&pairs, settings, &seal),
        schema_sql,
        schema_rs: settings
            .typed
            .as_ref()
            .map(|typed| schema_rs::text(&pairs, schema, report.dialect, typed.serde)),
    })
}

/// Why there is nothing to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSnapshot {
    /// Something is wrong with the migrations.
    Errors,
    /// No engine replayed them: none of this dialect is at hand.
    NotReplayed(Dialect),
}

impl fmt::Display for NoSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Errors => {
                f.write_str("something is wrong with the migrations (hint: `check` says what)")
            }
            Self::NotReplayed(dialect) if dialect.is_sqlite() => f.write_str(
                "no engine replayed the migrations, so their schema is not known (hint: the \
                 features `sqlite` and `dev` of migrate-runtime)",
            ),
            Self::NotReplayed(dialect) => write!(
                f,
                "the schema of a history for `{dialect}` is not written yet (hint: `check` reads \
                 the history, `graph` draws it)"
            ),
        }
    }
}

impl std::error::Error for NoSnapshot {}
