//! What a test calls.

use super::generated::{Generated, settings};
use super::{Company, Files};
use crate::dialect::Dialect;
use crate::set::Migrations;
use crate::sources;

/// The generated files of the set are current: `schema.sql`, `migrations.sum`, and the typed schema
/// where there is one.
///
/// # Panics
/// When one is not: the message has the difference and the command that mends it. Also when the
/// sources of the set are not there, or something is wrong with them.
///
/// # Example
/// ```no_run
/// # use migrate_runtime::{Migrations, Sqlite};
/// # static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
/// // In a test; `verify!(SHOP)` has it too.
/// migrate_runtime::snapshot::assert_current(&SHOP);
/// ```
#[track_caller]
pub fn assert_current<D: Dialect>(migrations: &Migrations<D>) {
    if let Err(message) = current(migrations) {
        panic!("{message}");
    }
}

fn current<D: Dialect>(migrations: &Migrations<D>) -> Result<(), String> {
    let set = migrations.set();
    let read = sources::read(set, D::NAME)?;
    let files = Files::of_set(&read.file, set.name(), Company::Alone);
    let settings = settings(&files).map_err(|error| error.to_string())?;
    let generated = Generated::new(&read.migrations, &read.report, &settings, &files)
        .map_err(|error| error.to_string())?;
    let outdated = generated.outdated().map_err(|error| error.to_string())?;
    let said = outdated.iter().map(|it| format!("{}\n{}", it.message, it.diff));
    let said: String = said.collect::<Vec<_>>().join("\n");
    if said.is_empty() { Ok(()) } else { Err(said) }
}
