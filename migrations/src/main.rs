//! The command line of the shop's migrations: `cargo run -p migrations -- up`.

use std::process::ExitCode;

use migrations::SHOP;

fn main() -> ExitCode {
    migrate_runtime::cli::run(&[("shop", &SHOP)])
}
