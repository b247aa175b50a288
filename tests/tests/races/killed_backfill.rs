//! A backfill is killed in the middle, and the next `up` goes on behind its last batch.

use std::time::{Duration, Instant};

use crate::seed::{Chance, rounds, say};
use crate::state::{difference, state};
use crate::world::{Journal, World, kill_during, printed};

/// With everything before the backfill.
fn before(journal: Journal) -> World {
    let world = World::new(journal);
    let output = world.run("up --to 10");
    assert!(output.status.success(), "{}", printed(&output));
    world
}

#[test]
fn no_row_is_changed_twice() {
    let mut chance = Chance::new("killed_backfill");
    for journal in Journal::ALL {
        let undisturbed = before(journal);
        let start = Instant::now();
        assert!(undisturbed.run("up").status.success());
        let length = u64::try_from(start.elapsed().as_micros()).expect("is short");
        let expected = state(&undisturbed);
        let (mut kills, mut resumed) = (0, 0);
        for round in 1..=rounds(8, 100) {
            let world = before(journal);
            for _ in 0..4 {
                let after = Duration::from_micros(chance.below(length));
                kills += usize::from(kill_during(world.ledger("up"), after));
            }
            let output = world.run("up");
            let printed = printed(&output);
            assert!(output.status.success(), "{journal:?}, round {round}: {printed}");
            let differs = difference(&expected, &state(&world));
            assert_eq!(differs, None, "{journal:?}, round {round}");
            let goes_on = "SELECT count(*) FROM _migrations_log WHERE action = 'resumed' \
                           AND version = 11";
            resumed += world.text(goes_on).parse::<usize>().expect("a number");
        }
        assert!(resumed > 0, "{journal:?}: no kill met the backfill at its work");
        say(&format!("{journal:?}: {kills} kills, {resumed} times a run went on"));
    }
}
