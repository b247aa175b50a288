//! `cargo migrate`, built with the tests: cargo hands a test only the binaries of its own package.

use std::process::ExitCode;

fn main() -> ExitCode {
    migrate_runtime::cli::cargo_migrate()
}
