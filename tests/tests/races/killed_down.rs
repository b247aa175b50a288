//! A program is killed while it rolls back: the next `down` goes on, and nothing is applied upon half a
//! rollback.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use migrate_runtime::exit_code;

use crate::fault::{faulty, moments, writes};
use crate::seed::{Chance, rounds, say};
use crate::state::{difference, state};
use crate::world::{Journal, World, kill_during, printed};

/// Everything that can be rolled back; without a backup, which has tests of its own.
fn down(world: &World) -> Command {
    let mut down = world.reversible("down --to 2 --yes --force");
    down.env("BACKUP_ENABLED", "false");
    down
}

/// A database in which everything is applied.
fn applied(journal: Journal) -> World {
    let world = World::new(journal);
    let up = world.reversible("up").output().expect("starts");
    assert!(up.status.success(), "{}", printed(&up));
    world
}

fn expected(journal: Journal) -> String {
    let world = applied(journal);
    let undisturbed = down(&world).output().expect("starts");
    assert!(undisturbed.status.success(), "{}", printed(&undisturbed));
    state(&world)
}

/// Rolls the rest back, and compares with a database that nobody disturbed. Where a rollback stands
/// half-way, `up` is tried first, now and then: it is refused, and changes nothing.
#[track_caller]
fn recover(world: &World, what: &str, expected: &str, chance: &mut Chance) -> Duration {
    let half = "SELECT count(*) FROM _migrations WHERE status = 'rolling_back'";
    if world.text(half) != "0" && chance.below(2) == 0 {
        let before = state(world);
        let up = world.reversible("up").output().expect("starts");
        assert_eq!(up.status.code(), Some(exit_code::CONFLICT.into()), "{what}: {}", printed(&up));
        assert_eq!(difference(&before, &state(world)), None, "{what}");
    }
    let start = Instant::now();
    let output: Output = down(world).output().expect("starts");
    let taken = start.elapsed();
    assert!(output.status.success(), "{what}: {}", printed(&output));
    assert_eq!(difference(expected, &state(world)), None, "{what}");
    assert_eq!(world.text("SELECT holder FROM _migrations_lock"), "NULL", "{what}");
    let up = world.reversible("up").output().expect("starts");
    assert!(up.status.success(), "{what}, then up: {}", printed(&up));
    taken
}

#[test]
fn the_next_rollback_goes_on_whenever_the_last_one_was_killed() {
    let kills = rounds(8, 125);
    let mut chance = Chance::new("killed_down");
    for journal in Journal::ALL {
        let expected = expected(journal);
        let world = applied(journal);
        let start = Instant::now();
        assert!(down(&world).status().expect("starts").success());
        let length = u64::try_from(start.elapsed().as_micros()).expect("is short");
        let (mut in_time, mut slowest) = (0, Duration::ZERO);
        for round in 1..=kills {
            let world = applied(journal);
            for _ in 0..=chance.below(3) {
                let after = Duration::from_micros(chance.below(length));
                in_time += usize::from(kill_during(down(&world), after));
            }
            let what = format!("{journal:?}, kill {round}");
            slowest = slowest.max(recover(&world, &what, &expected, &mut chance));
        }
        say(&format!(
            "{journal:?}: down, {in_time} kills in {kills} rounds, slowest recovery {slowest:?}"
        ));
    }
}

#[test]
fn a_rollback_that_dies_at_a_write_is_continued() {
    let mut chance = Chance::new("torn_down");
    for journal in Journal::ALL {
        let (expected, world) = (expected(journal), applied(journal));
        let writes = writes(&world, down(&world));
        for what in ["kill", "torn"] {
            let moments = moments(writes, 8, &mut chance);
            let mut slowest = Duration::ZERO;
            for &at in &moments {
                let world = applied(journal);
                faulty(down(&world), at, what).output().expect("starts");
                let what = format!("{journal:?}, {what} at {at}");
                slowest = slowest.max(recover(&world, &what, &expected, &mut chance));
            }
            let count = moments.len();
            say(&format!(
                "{journal:?}: down, {what} at {count} of {writes} writes, slowest {slowest:?}"
            ));
        }
    }
}
