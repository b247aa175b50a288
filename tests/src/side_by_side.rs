//! Timing several ways to do the same work, in turn and in one run, as ratios to the first.
//!
//! A ratio of neighbours in time holds on a busy or a slow machine, where seconds do not.

use std::time::{Duration, Instant};

/// One way to do the work.
pub struct Lane<'a> {
    name: &'static str,
    work: Box<dyn FnMut() -> Duration + 'a>,
}

impl<'a> Lane<'a> {
    /// A way to do the work that times itself, so that preparing it does not count.
    pub fn new(name: &'static str, work: impl FnMut() -> Duration + 'a) -> Self {
        Self { name, work: Box::new(work) }
    }
}

impl std::fmt::Debug for Lane<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lane").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The time that `work` takes.
pub fn time<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

/// Runs the lanes in turn, `rounds` times after one round that does not count, and prints for
/// each its median time and the median, least and greatest of its ratios to the first lane.
///
/// Nothing is run when the title lacks a word of the command line: `cargo bench .. -- 100 WAL`.
#[expect(clippy::print_stdout, reason = "a bench prints what it measured")]
pub fn race(title: &str, rounds: usize, lanes: &mut [Lane<'_>]) {
    if !is_asked_for(title) {
        return;
    }
    let mut times = vec![Vec::with_capacity(rounds); lanes.len()];
    for round in 0..=rounds {
        // Each round begins with another lane, because the first one finds the caches cold.
        for turn in 0..lanes.len() {
            let at = (turn + round) % lanes.len();
            let taken = (lanes[at].work)();
            if round > 0 {
                times[at].push(taken.as_secs_f64());
            }
        }
    }
    println!("{title}");
    for (lane, taken) in lanes.iter().zip(&times) {
        let ratios = taken.iter().zip(&times[0]).map(|(own, first)| own / first).collect();
        let ratios = Spread::of(ratios);
        println!(
            "  {:<34} {:>10.3} ms   x {:.2} ({:.2} to {:.2})",
            lane.name,
            Spread::of(taken.clone()).median * 1_000.0,
            ratios.median,
            ratios.least,
            ratios.greatest
        );
    }
}

fn is_asked_for(title: &str) -> bool {
    let words = std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    let words: Vec<_> = words.collect();
    let title: Vec<_> = title.split([' ', ',']).collect();
    words.iter().all(|word| title.contains(&word.as_str()))
}

struct Spread {
    median: f64,
    least: f64,
    greatest: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |at: usize| values.get(at).copied().unwrap_or(f64::NAN);
        Self {
            median: f64::midpoint(at((values.len().max(1) - 1) / 2), at(values.len() / 2)),
            least: at(0),
            greatest: at(values.len().max(1) - 1),
        }
    }
}
