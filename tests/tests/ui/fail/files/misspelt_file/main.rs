//! A listed file whose name is misspelt.

use migrate_runtime::{Migrations, Sqlite, migrations};

#[migrations]
pub static SHOP: Migrations<Sqlite> = ["0001_create_user.sql"];

fn main() {}
