//! The numbers with which a command line ends, so that scripts can tell outcomes apart.

/// Done, or nothing to do.
pub const DONE: u8 = 0;
/// A migration or the database failed, or the result could not be written.
pub const FAILED: u8 = 1;
/// The command was used wrongly.
pub const USAGE: u8 = 2;
/// A check found something.
pub const FOUND: u8 = 3;
/// The history conflicts with the set: edited, missing, out of order, or newer than the binary.
pub const CONFLICT: u8 = 4;
/// Another process holds the lock.
pub const LOCKED: u8 = 5;
/// Refused as unsafe: it needs consent, `--force`, or a backup.
pub const UNSAFE: u8 = 6;
/// Stopped by Ctrl-C, or by the program itself: what was applied before stays, the rest is undone.
pub const INTERRUPTED: u8 = 130;
/// Stopped by SIGTERM, otherwise as [`INTERRUPTED`].
pub const TERMINATED: u8 = 143;
