//! A result that does not reach whoever asked for it.

use std::fs::OpenOptions;
use std::process::{Child, Command, Output, Stdio};

/// Prints a long result, and needs no database.
fn start(stdout: impl Into<Stdio>) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_migrate-under-test"));
    program.args(["migrate", "completions", "bash"]).stdin(Stdio::null());
    program.stdout(stdout).stderr(Stdio::piped()).spawn().expect("the program starts")
}

#[track_caller]
fn check(output: &Output, code: i32, stderr: &str) {
    assert_eq!(String::from_utf8_lossy(&output.stderr), stderr);
    assert_eq!(output.status.code(), Some(code));
}

#[test]
fn a_full_disk_is_an_error() {
    let full = OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let output = start(full).wait_with_output().expect("ends");
    let said = "error: the result could not be written to stdout, and what was done stays: \
                No space left on device (os error 28)\n";
    check(&output, 1, said);
}

#[test]
fn a_reader_that_went_away_is_none() {
    let mut child = start(Stdio::piped());
    drop(child.stdout.take());
    check(&child.wait_with_output().expect("ends"), 0, "");
}
