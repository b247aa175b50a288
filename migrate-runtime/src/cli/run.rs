//! The entry of a program that holds migrations: arguments in, exit code out.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use super::any_set::AnySet;
use super::args::{Cli, Command, Common};
use super::failure::Failure;
use super::output::{self, Reader};
use super::session::Session;
use super::{command, log};
use crate::exit_code;

/// A program that is only its migrations' command line.
///
/// Each set comes with the name by which `--database` and the configuration know it.
///
/// # Example
/// ```no_run
/// use migrate_runtime::{D1, Migrations, Sqlite};
///
/// # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/main.rs", &[]);
/// # static KEYS: Migrations<D1> = Migrations::new("keys", "src/main.rs", &[]);
/// fn main() -> std::process::ExitCode {
///     migrate_runtime::cli::run(&[("shop", &SHOP), ("keys", &KEYS)])
/// }
/// ```
#[must_use]
pub fn run(sets: &[(&str, &dyn AnySet)]) -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let code = match parse::<Cli>(&arguments, &program_name(&arguments)) {
        Ok(cli) => execute(&cli, sets, &(Cli::command(), program_name(&arguments))),
        Err(code) => code,
    };
    ExitCode::from(output::settled(code))
}

/// Reads the arguments of the program `name`; without success, prints why and gives the exit code. Asking for help is
/// such a case too, with exit code 0.
pub(super) fn parse<C: Parser>(arguments: &[OsString], name: &str) -> Result<C, u8> {
    let command = C::command().bin_name(name);
    let parsed = command.try_get_matches_from(arguments).and_then(|it| C::from_arg_matches(&it));
    parsed.map_err(|error| {
        let wants_json = arguments.iter().any(|argument| argument == "--json");
        if error.use_stderr() && wants_json {
            return Failure::usage(usage_text(&error)).report(Reader::Program);
        }
        output::clap(&error);
        if error.use_stderr() { exit_code::USAGE } else { exit_code::DONE }
    })
}

/// Runs one command; `program` is what `completions` describes, and
/// its name.
pub(super) fn execute(
    cli: &Cli,
    sets: &[(&str, &dyn AnySet)],
    program: &(clap::Command, String),
) -> u8 {
    let reader = reader(&cli.common);
    let result = Session::new(&cli.common, reader, sets).and_then(|session| {
        log::start(&session.settings);
        match &cli.command {
            Command::New(args) => command::new(&session, args),
            Command::Up(args) => command::up(&session, args),
            Command::Down(args) => command::down(&session, args),
            Command::Status(args) => command::status(&session, args),
            Command::Plan(args) => command::plan(&session, args),
            Command::Check(args) => command::check(&session, args),
            Command::Verify(args) => command::verify(&session, args),
            Command::Drift(args) => command::drift(&session, args),
            Command::Snapshot(args) => command::snapshot(&session, args),
            Command::Graph(args) => command::graph(&session, args),
            Command::Backup(args) => command::backup(&session, args),
            Command::Adopt(args) => command::adopt(&session, args),
            Command::Lock(args) => command::lock(&session, args),
            Command::LockStatus(args) => command::lock_status(&session, args),
            Command::ForceUnlock(args) => command::lock_release(&session, args),
            Command::Repair(args) => command::repair(&session, args),
            Command::Redo(args) => command::redo(&session, args),
            Command::History(args) => command::history(&session, args),
            Command::Log(args) => command::log(&session, args),
            Command::Stats(args) => command::stats(&session, args),
            Command::Health(args) => command::health(&session, args),
            Command::Explain(args) => command::explain(&session, args),
            Command::Config(args) => command::config(&session, args),
            Command::Completions(args) => Ok(command::completions(args, program)),
        }
    });
    result.unwrap_or_else(|failure| failure.report(reader))
}

const fn reader(common: &Common) -> Reader {
    match (common.json, common.quiet) {
        (true, _) => Reader::Program,
        (false, true) => Reader::Quiet,
        (false, false) => Reader::Person,
    }
}

/// The file name that the program was started by.
fn program_name(arguments: &[OsString]) -> String {
    let path = arguments.first().map(std::path::Path::new);
    let name = path.and_then(|path| path.file_stem()).map(|name| name.to_string_lossy());
    match name {
        Some(name) => name.into_owned(),
        None => "migrate".to_owned(),
    }
}

/// The first paragraph of clap's message, without its own `error: `.
fn usage_text(error: &clap::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    text.split("\n\n").next().unwrap_or(text).to_owned()
}
