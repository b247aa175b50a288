//! `completions`: a script for a shell.

use crate::cli::args::Completions;
use crate::cli::output;
use crate::exit_code;

/// Prints a script that completes the commands and flags of a program, given with the name by
/// which a shell calls it.
pub(crate) fn completions(args: &Completions, (program, name): &(clap::Command, String)) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program.clone(), name, &mut script);
    output::raw(&String::from_utf8_lossy(&script));
    exit_code::DONE
}
