//! Writes that fail, and programs that die at one: below the driver, between the program and the disk.
//!
//! Every write, sync, truncation and deletion of a run is numbered; the run is repeated with each of them failing.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::seed::{Chance, rounds, say};
use crate::state::{difference, state};
use crate::world::{Journal, World, printed};

/// The library that counts and fails, compiled once.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = LIBRARY.get_or_init(|| {
        let directory = TempDir::new().expect("a directory");
        let path = directory.path().join("fault.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/races/fault.c");
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&path).arg(source).arg("-ldl");
        assert!(compiler.status().expect("the C compiler that SQLite needs too").success());
        (directory, path)
    });
    path
}

/// The program, below which write number `at` does `what`.
pub(crate) fn faulty(mut program: Command, at: u64, what: &str) -> Command {
    program.env("LD_PRELOAD", library()).env("FAULT_AT", at.to_string()).env("FAULT", what);
    program
}

/// How many writes an undisturbed run of the program does.
pub(crate) fn writes(world: &World, program: Command) -> u64 {
    let counted = world.path().with_file_name("count");
    let mut run = faulty(program, 0, "kill");
    let output = run.env("FAULT_COUNT", &counted).output().expect("starts");
    assert!(output.status.success(), "{}", printed(&output));
    let text = std::fs::read_to_string(counted).expect("was written at the end");
    text.parse().expect("a number")
}

fn expected(journal: Journal) -> String {
    let undisturbed = World::new(journal);
    assert!(undisturbed.run("up").status.success());
    state(&undisturbed)
}

/// Each of the writes, or so many of them by chance.
pub(crate) fn moments(writes: u64, few: usize, chance: &mut Chance) -> Vec<u64> {
    let all = usize::try_from(writes).expect("not many");
    if rounds(few, all) >= all {
        return (1..=writes).collect();
    }
    (0..few).map(|_| 1 + chance.below(writes)).collect()
}

/// Runs with the fault, then without, and compares with a run that never saw one.
#[track_caller]
fn check(journal: Journal, what: &str, at: u64, expected: &str) -> Duration {
    let world = World::new(journal);
    let failed = faulty(world.ledger("up"), at, what).output().expect("starts");
    let first = printed(&failed);
    if what.starts_with("full") || what.starts_with("io") {
        let code = failed.status.code();
        assert!(matches!(code, Some(0 | 1)), "{journal:?}, {what} at {at}: {first}");
    }
    let start = Instant::now();
    let output = world.run("up");
    let taken = start.elapsed();
    let second = printed(&output);
    assert!(output.status.success(), "{journal:?}, {what} at {at}: {first}\nthen {second}");
    let differs = difference(expected, &state(&world));
    assert_eq!(differs, None, "{journal:?}, {what} at {at}: {first}\nthen {second}");
    taken
}

/// Does it at each moment, on both journals.
fn check_all(whats: &[&str], few: usize) {
    let mut chance = Chance::new(whats[0]);
    for journal in Journal::ALL {
        let (expected, fresh) = (expected(journal), World::new(journal));
        let writes = writes(&fresh, fresh.ledger("up"));
        for what in whats {
            let moments = moments(writes, few, &mut chance);
            let taken = moments.iter().map(|&at| check(journal, what, at, &expected));
            let slowest = taken.max().unwrap_or_default();
            let count = moments.len();
            say(&format!(
                "{journal:?}: {what} at {count} of {writes} writes, slowest recovery {slowest:?}"
            ));
        }
    }
}

#[test]
fn a_program_that_dies_at_a_write_is_continued() {
    check_all(&["kill", "torn"], 10);
}

#[test]
fn a_write_that_fails_fails_the_run_and_the_next_one_continues() {
    check_all(&["io", "full", "io-on", "full-on"], 5);
}
