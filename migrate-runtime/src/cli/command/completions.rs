//! `completions`: a script for a shell.

use crate::cli::args::Completions;
use crate::cli::output;
use crate::exit_code;

/// Prints a script that completes the commands and flags of `program`.
pub(crate) fn completions(args: &Completions, mut program: clap::Command) -> u8 {
    let mut script = Vec::new();
    // The shell completes the program by the name that stands on its command line.
    let name = program.get_name().replace(' ', "-");
    clap_complete::generate(args.shell, &mut program, name, &mut script);
    output::raw(&String::from_utf8_lossy(&script));
    exit_code::DONE
}
