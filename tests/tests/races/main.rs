//! Real processes that start at once, are killed, are stopped, and run into full disks.
//!
//! The rounds are few in an ordinary run. `RACES=full` runs as many as the numbers in the documentation
//! come from, and `SEED=n` repeats the chances of a run that printed it:
//!
//! ```text
//! RACES=full cargo test -p migrate-tests --test races -- --nocapture
//! ```

mod fault;
mod fenced;
mod killed;
mod killed_backfill;
mod killed_backup;
mod killed_down;
mod seed;
mod start_together;
mod state;
mod stopped;
mod world;
