//! A program is killed at a random moment, and the next `up` goes on.

use std::time::{Duration, Instant};

use crate::seed::{Chance, rounds, say};
use crate::state::{difference, state};
use crate::world::{Journal, World, kill_during, printed};

#[test]
fn the_next_run_goes_on_whenever_the_last_one_was_killed() {
    let kills = rounds(20, 250);
    let mut chance = Chance::new("killed");
    for journal in Journal::ALL {
        let undisturbed = World::new(journal);
        let start = Instant::now();
        assert!(undisturbed.run("up").status.success());
        let length = u64::try_from(start.elapsed().as_micros()).expect("is short");
        let expected = state(&undisturbed);
        let (mut in_time, mut slowest) = (0, Duration::ZERO);
        for round in 1..=kills {
            let world = World::new(journal);
            // Some are killed again while they recover.
            for _ in 0..=chance.below(3) {
                let after = Duration::from_micros(chance.below(length));
                in_time += usize::from(kill_during(world.ledger("up"), after));
            }
            let start = Instant::now();
            let output = world.run("up");
            slowest = slowest.max(start.elapsed());
            let printed = printed(&output);
            assert!(output.status.success(), "{journal:?}, kill {round}: {printed}");
            let differs = difference(&expected, &state(&world));
            assert_eq!(differs, None, "{journal:?}, kill {round}");
        }
        say(&format!(
            "{journal:?}: {in_time} kills in {kills} rounds, slowest recovery {slowest:?}"
        ));
    }
}
