//! The attribute macros of `migrate-runtime`: `#[migration]`, `#[migrations]` and `sql!`.
