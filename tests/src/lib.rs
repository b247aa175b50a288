//! Everything that crosses the crates.
