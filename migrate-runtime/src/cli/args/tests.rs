//! What can be typed, and what `--help` says of it.

use clap::{CommandFactory, Parser};

use super::{Cli, Command, LogLevel};

#[track_caller]
fn parse(line: &str) -> Result<Cli, String> {
    let words = std::iter::once("shop").chain(line.split_whitespace());
    Cli::try_parse_from(words).map_err(|error| error.to_string())
}

#[track_caller]
fn refuses(line: &str, expected: &str) {
    let error = parse(line).expect_err(line);
    assert!(error.contains(expected), "{error}");
}

#[test]
fn the_definitions_are_sound() {
    Cli::command().debug_assert();
}

#[test]
fn help_of_each_command() {
    let mut program = Cli::command().name("shop").term_width(100);
    program.build();
    insta::assert_snapshot!("help", program.render_help());
    help_below(&mut program, "help");
}

fn help_below(command: &mut clap::Command, path: &str) {
    for command in command.get_subcommands_mut() {
        let path = format!("{path}_{}", command.get_name());
        insta::assert_snapshot!(path.clone(), command.render_help());
        help_below(command, &path);
    }
}

#[test]
fn aliases_of_the_replaced_systems() {
    assert!(matches!(parse("create x").map(|cli| cli.command), Ok(Command::New(_))));
    assert!(matches!(parse("validate").map(|cli| cli.command), Ok(Command::Check(_))));
    let Ok(Cli { command: Command::Down(down), common }) =
        parse("rollback --target 0003 --confirm")
    else {
        panic!("`rollback` is `down`");
    };
    assert_eq!(down.select.to.as_deref(), Some("0003"));
    assert!(common.yes);
    let Ok(Command::Up(up)) = parse("up --batch --only 1,0002_x").map(|cli| cli.command) else {
        panic!("`up` is `up`");
    };
    assert!(up.write.single_transaction);
    assert_eq!(up.select.only, ["1", "0002_x"]);
}

#[test]
fn common_flags_stand_anywhere() {
    for line in ["--json --database keys status", "status --json --database keys"] {
        let common = parse(line).expect(line).common;
        assert!(common.json && common.database.as_deref() == Some("keys"), "{line}");
    }
}

#[test]
fn verbosity() {
    let level = |line| parse(line).expect(line).common.level().map(|(level, _)| level);
    assert_eq!(level("status"), None);
    assert_eq!(level("status -v"), Some(LogLevel::Debug));
    assert_eq!(level("status -vv"), Some(LogLevel::Trace));
    assert_eq!(level("status --quiet"), Some(LogLevel::Error));
    assert_eq!(level("status --log-level trace"), Some(LogLevel::Trace));
}

#[test]
fn contradictions_are_refused_naming_both() {
    refuses("up 3 --steps 2", "'[VERSION]' cannot be used with '--steps <N>'");
    refuses("up --to 3 --only 4", "'--to <VERSION>' cannot be used with '--only");
    refuses("status -q -v", "'--quiet' cannot be used with '--verbose...'");
    refuses("up --dir x", "--dialect <DIALECT>");
    refuses("up --dir x --dialect oracle", "[possible values: sqlite, d1, postgres]");
    refuses("down --steps -1", "unexpected argument '-1'");
    refuses("up --lock-timeout soon", "not a time");
    refuses("new x --category index2", "`index2` is not a category");
    refuses("up --force", "unexpected argument '--force'");
}
