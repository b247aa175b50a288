//! Thirty-two programs start at once on one database.

use std::time::{Duration, Instant};

use crate::seed::{rounds, say};
use crate::state::{difference, state};
use crate::world::{Journal, World, printed};

const STARTERS: usize = 32;

#[test]
fn all_succeed_and_everything_is_applied_once() {
    let rounds = rounds(2, 50);
    let mut slowest = Duration::ZERO;
    for journal in Journal::ALL {
        let undisturbed = World::new(journal);
        assert!(undisturbed.run("up").status.success());
        let expected = state(&undisturbed);
        for round in 1..=rounds {
            let world = World::new(journal);
            let start = Instant::now();
            let starters: Vec<_> =
                (0..STARTERS).map(|_| world.ledger("up").spawn().expect("starts")).collect();
            for starter in starters {
                let output = starter.wait_with_output().expect("ends");
                let printed = printed(&output);
                assert!(output.status.success(), "{journal:?}, round {round}: {printed}");
            }
            slowest = slowest.max(start.elapsed());
            let differs = difference(&expected, &state(&world));
            assert_eq!(differs, None, "{journal:?}, round {round}");
            assert_eq!(world.text("SELECT holder FROM _migrations_lock"), "NULL");
        }
    }
    say(&format!("{rounds} rounds of {STARTERS} on each journal, slowest {slowest:?}"));
}
