//! What the tests of `verify!` call.

use std::fmt::Write;

use super::run::Verify;

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
