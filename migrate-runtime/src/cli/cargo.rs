//! `cargo migrate`: forwards to the crate that holds the migrations, or works on a directory.

use std::ffi::OsString;
use std::process::{Command as Process, ExitCode};

use clap::{CommandFactory, Parser};
use serde::Deserialize;

use super::args::{Cli, Command};
use super::failure::Failure;
use super::output::{self, Reader};
use super::{run, signals};
use crate::exit_code;

// Outside of `--dir` it finds the one package of the workspace that depends on `migrate-runtime`
// and has a program, and runs that with the same arguments. What follows is the help's headline.
/// Runs the migrations of this workspace, or of a directory of SQL files with `--dir`.
#[derive(Debug, Parser)]
#[command(name = "cargo migrate", version, disable_help_subcommand = true)]
struct CargoCli {
    #[command(flatten)]
    cli: Cli,
    /// The package that holds the migrations, where several could
    #[arg(long, short, global = true, value_name = "NAME", help_heading = "Common options")]
    package: Option<String>,
}

/// The entry of the program `cargo-migrate`, which cargo calls as `cargo-migrate migrate ..`.
#[must_use]
pub fn cargo_migrate() -> ExitCode {
    let mut arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|word| word == "migrate") {
        arguments.remove(1);
    }
    let code = match run::parse::<CargoCli>(&arguments, "cargo migrate") {
        Ok(found) if works_alone(&found.cli.command) => {
            let program = (CargoCli::command(), "cargo-migrate".to_owned());
            run::execute(&found.cli, &[], &program)
        }
        Ok(found) => forward(&found, &arguments[1..]).unwrap_or_else(|failure| {
            let reader = if found.cli.common.json { Reader::Program } else { Reader::Person };
            failure.report(reader)
        }),
        Err(code) => code,
    };
    ExitCode::from(output::settled(code))
}

/// What `cargo run` exits with when it cannot build.
const CARGO_FAILED: u8 = 101;

/// Whether the command needs no program of the user's.
fn works_alone(command: &Command) -> bool {
    let directory = match command {
        Command::New(args) => &args.directory,
        Command::Up(args) => &args.directory,
        Command::Down(args) => &args.directory,
        Command::Status(args) => &args.directory,
        Command::Plan(args) => &args.directory,
        Command::Check(args) => &args.directory,
        Command::Verify(args) => &args.directory,
        Command::Drift(args) => &args.directory,
        Command::Snapshot(args) => &args.directory,
        Command::Graph(args) => &args.directory,
        Command::Backup(args) => args.directory(),
        Command::Adopt(args) => &args.directory,
        Command::Lock(args) => args.directory(),
        Command::LockStatus(args) => &args.directory,
        Command::ForceUnlock(args) => &args.directory,
        Command::Repair(args) => &args.directory,
        Command::Redo(args) => &args.directory,
        Command::History(args) => &args.directory,
        Command::Log(args) => &args.directory,
        Command::Stats(args) => &args.directory,
        Command::Health(args) => &args.directory,
        Command::Config(args) => &args.directory,
        Command::Explain(_) | Command::Completions(_) => return true,
    };
    directory.dir.is_some()
}

/// Runs the user's program with the same arguments; its exit code.
fn forward(found: &CargoCli, arguments: &[OsString]) -> Result<u8, Failure> {
    let program = find(&metadata()?, found.package.as_deref())?;
    let mut cargo = Process::new(cargo());
    cargo.args(["run", "--quiet", "--package", &program.package, "--bin", &program.bin, "--"]);
    cargo.args(without_package(arguments));
    signals::leave_to_child();
    let status = cargo.status().map_err(|error| cannot_run(&error))?;
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        // A build that fails, most likely because of a migration: cargo has said why.
        Some(CARGO_FAILED) | None => Ok(exit_code::FAILED),
        Some(code) => Ok(code),
    }
}

/// The arguments without `--package NAME`, which only we understand.
fn without_package(arguments: &[OsString]) -> Vec<OsString> {
    let mut kept = Vec::with_capacity(arguments.len());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.to_str() {
            Some("--package" | "-p") => drop(rest.next()),
            Some(text) if text.starts_with("--package=") => {}
            Some(text) if text.starts_with("-p") => {}
            _ => kept.push(argument.clone()),
        }
    }
    kept
}

/// What `cargo metadata` says, as far as it matters here.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
    default_run: Option<String>,
    metadata: Option<Tables>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
}

#[derive(Debug, Deserialize)]
struct Target {
    kind: Vec<String>,
    name: String,
}

/// `[package.metadata]`
#[derive(Debug, Deserialize)]
struct Tables {
    migrate: Option<Chosen>,
}

/// `[package.metadata.migrate]`: this is the package that holds the migrations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    bin: Option<String>,
}

/// A program that holds migrations.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    package: String,
    bin: String,
}

impl Package {
    fn bins(&self) -> Vec<&str> {
        let is_bin = |target: &&Target| target.kind.iter().any(|kind| kind == "bin");
        self.targets.iter().filter(is_bin).map(|target| target.name.as_str()).collect()
    }

    fn chosen(&self) -> Option<&Chosen> {
        self.metadata.as_ref()?.migrate.as_ref()
    }

    fn could_hold_migrations(&self) -> bool {
        let depends = self.dependencies.iter().any(|it| it.name == env!("CARGO_PKG_NAME"));
        depends && !self.bins().is_empty()
    }

    /// The program to run: the one named in the manifest, else the only one.
    fn program(&self) -> Result<Program, Failure> {
        let bins = self.bins();
        let named = self.chosen().and_then(|it| it.bin.as_deref()).or(self.default_run.as_deref());
        let bin = match (named, bins.as_slice()) {
            (Some(name), bins) if bins.contains(&name) => name,
            (None, &[only]) => only,
            (Some(name), _) => {
                let message = format!("package `{}` has no program `{name}`", self.name);
                return Err(Failure::usage(message));
            }
            (None, []) => {
                return Err(Failure::usage(format!(
                    "package `{}` has no program (hint: give it a `src/main.rs` that calls \
                     `migrate_runtime::cli::run`)",
                    self.name
                )));
            }
            (None, bins) => {
                return Err(Failure::usage(format!(
                    "package `{}` has several programs: {} (hint: name the one that runs the \
                     migrations as `bin` in `[package.metadata.migrate]`)",
                    self.name,
                    names(bins)
                )));
            }
        };
        Ok(Program { package: self.name.clone(), bin: bin.to_owned() })
    }
}

/// The program that holds the migrations: of the package asked for, of the one whose manifest says
/// so, or of the only one that could.
fn find(metadata: &Metadata, asked: Option<&str>) -> Result<Program, Failure> {
    let packages = &metadata.packages;
    if let Some(name) = asked {
        let package = packages.iter().find(|package| package.name == name);
        return package
            .ok_or_else(|| Failure::usage(format!("there is no package `{name}` here")))?
            .program();
    }
    let chosen: Vec<_> = packages.iter().filter(|package| package.chosen().is_some()).collect();
    let able: Vec<_> = packages.iter().filter(|package| package.could_hold_migrations()).collect();
    match (chosen.as_slice(), able.as_slice()) {
        ([one], _) | ([], [one]) => one.program(),
        ([], []) => Err(Failure::usage(format!(
            "no package here depends on `{}` and has a program (hint: for a directory of SQL \
             files say `--dir DIR --dialect sqlite`)",
            env!("CARGO_PKG_NAME")
        ))),
        ([], several) | (several, _) => {
            let several: Vec<_> = several.iter().map(|package| package.name.as_str()).collect();
            Err(Failure::usage(format!(
                "several packages could hold the migrations: {} (hint: say `--package NAME`, or \
                 write `[package.metadata.migrate]` into the manifest of the one that does)",
                names(&several)
            )))
        }
    }
}

fn names(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn metadata() -> Result<Metadata, Failure> {
    let output = Process::new(cargo())
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()
        .map_err(|error| cannot_run(&error))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        let error = error.trim().trim_start_matches("error: ").to_owned();
        return Err(Failure::usage(format!(
            "there is no workspace to look into: {error} (hint: for a directory of SQL files say \
             `--dir DIR --dialect sqlite`)"
        )));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Failure::failed(format!("`cargo metadata` is not understood: {error}")))
}

/// The cargo that called us.
fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn cannot_run(error: &std::io::Error) -> Failure {
    Failure::failed("`cargo` cannot be run (hint: is it on the PATH?)").because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package as `name depends-on:bin,bin manifest-table`.
    fn package(
        name: &str,
        depends_on: &str,
        bins: &[&str],
        table: Option<&str>,
    ) -> serde_json::Value {
        let targets: Vec<_> =
            bins.iter().map(|bin| serde_json::json!({"kind": ["bin"], "name": bin})).collect();
        let table: Option<serde_json::Value> = table.map(
            |text| serde_json::json!({"migrate": {"bin": (!text.is_empty()).then_some(text)}}),
        );
        serde_json::json!({
            "name": name, "dependencies": [{"name": depends_on}], "targets": targets,
            "default_run": null, "metadata": table,
        })
    }

    #[track_caller]
    fn check(packages: &[serde_json::Value], asked: Option<&str>, expected: &str) {
        let metadata = serde_json::json!({"packages": packages});
        let metadata = serde_json::from_value(metadata).expect("is what cargo writes");
        let found = match find(&metadata, asked) {
            Ok(program) => format!("{}/{}", program.package, program.bin),
            Err(failure) => failure.message().to_owned(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn finds_the_one_that_holds_the_migrations() {
        let other = package("app", "serde", &["app"], None);
        let one = package("db", "migrate-runtime", &["db"], None);
        let two = package("keys", "migrate-runtime", &["keys"], None);
        let marked = package("shop", "migrate-runtime", &["shop", "seed"], Some("shop"));
        check(&[other.clone(), one.clone()], None, "db/db");
        check(&[one.clone(), two.clone()], Some("keys"), "keys/keys");
        check(&[one.clone(), two.clone(), marked], None, "shop/shop");
        check(&[other], None, "no package here depends on `migrate-runtime` and has a program");
        check(
            &[one.clone(), two],
            None,
            "several packages could hold the migrations: `db`, `keys`",
        );
        check(&[one], Some("x"), "there is no package `x` here");
    }

    #[test]
    fn finds_the_program() {
        let several = package("db", "migrate-runtime", &["a", "b"], None);
        check(&[several], None, "package `db` has several programs: `a`, `b`");
        let wrong = package("db", "migrate-runtime", &["a"], Some("c"));
        check(&[wrong], None, "package `db` has no program `c`");
        let none = package("db", "migrate-runtime", &[], None);
        check(&[none], Some("db"), "package `db` has no program");
    }

    #[test]
    fn keeps_the_other_arguments() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let kept = without_package(&words("--package a up -p b --package=c --to 3"));
        assert_eq!(kept, words("up --to 3"));
    }
}
