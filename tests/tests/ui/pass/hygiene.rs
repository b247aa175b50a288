//! Names of the user's own that are also names of the standard library.
#![deny(warnings)]
#![forbid(unsafe_code)]
#![allow(dead_code, unused_macros)]

use migrate_runtime::{Migrations, Sqlite, migrations};

mod std {}
mod core {}
mod alloc {}
mod migrate_codegen {}
struct Option;
struct Result;
struct Some;
struct None;
enum Migration {}
macro_rules! compile_error { () => {} }
macro_rules! include_str { () => {} }

mod create_users {
    struct Option;
    struct Some;
    struct None;
    mod core {}

    #[migrate_runtime::migration(version = 1, timeout = "30s", rollback_safe = true, created = "2026")]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";
}

mod fill_users {
    struct Ok;
    mod core {}

    #[migrate_runtime::migration(version = 2, irreversible = "a fixture")]
    fn fill_users(
        tx: &mut migrate_runtime::Transaction<'_>,
    ) -> ::core::result::Result<(), migrate_runtime::Error> {
        tx.execute(migrate_runtime::sql!("INSERT INTO users DEFAULT VALUES"), &[]).map(|_| ())
    }
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, fill_users];

fn main() {
    let _ = &SHOP;
}
