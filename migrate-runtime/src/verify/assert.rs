//! What the tests of `verify!` call.

use std::fmt::Write;

use super::run::Verify;
#[cfg(feature = "dev")]
use crate::{dialect::Dialect, set::Migrations, sources};

/// Every rollback of the set restores what it must.
///
/// # Panics
/// When one does not, naming the first difference of each; and when a migration cannot be applied
/// to an empty database.
#[track_caller]
pub fn assert_restores(verify: &Verify) {
    let mut failures = String::new();
    match verify.run() {
        Ok(report) => {
            for proof in report.failures() {
                let (version, name) = (proof.version, &proof.name);
                let difference = proof.difference.as_deref().unwrap_or_default();
                let _ = write!(failures, "\n  {version} `{name}`: {difference}");
            }
        }
        Err(error) => {
            let cause = std::error::Error::source(&error);
            let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
            let _ = write!(failures, "\n  {error}{cause}");
        }
    }
    assert!(failures.is_empty(), "rollbacks do not restore what was there:{failures}");
}

/// The sources of the set are as they were compiled: every migration of the directory is in the list,
/// and nothing is wrong with one.
///
/// # Panics
/// When that is not so, naming each fault; and when the sources are not there.
#[cfg(feature = "dev")]
#[track_caller]
pub fn assert_sources<D: Dialect>(migrations: &Migrations<D>) {
    use migrate_codegen::check::{Style, render};

    let faults = match sources::read(migrations.set(), D::NAME) {
        Ok(read) => read.report.errors().map(|error| render(error, Style::Plain)).collect(),
        Err(message) => vec![message],
    };
    assert!(faults.is_empty(), "something is wrong with the sources:\n{}", faults.join("\n\n"));
}
