//! `cargo migrate`: the commands of the crate that holds the migrations, or of a plain directory.

use std::process::ExitCode;

fn main() -> ExitCode {
    migrate_runtime::cli::cargo_migrate()
}
