//! Chance that can be repeated.

use std::hash::{BuildHasher, RandomState};

/// How often a test does what it does: few times, unless `RACES=full`.
pub(crate) fn rounds(few: usize, full: usize) -> usize {
    let is_full = std::env::var("RACES").is_ok_and(|value| value == "full");
    if is_full { full } else { few }
}

/// Says what was found out, for whoever runs with `--nocapture`.
#[expect(clippy::print_stdout, reason = "numbers for people, beside the verdict")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// Numbers that follow from a seed (`SplitMix64`).
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// From `SEED`, or from nowhere. The seed is printed.
    pub(crate) fn new(test: &str) -> Self {
        let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(test) % 1_000_000);
        say(&format!("{test}: SEED={seed}"));
        Self(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }
}
