//! A file whose name has no number.

use migrate_runtime::{Migrations, Sqlite, migrations};

#[migrations]
pub static SHOP: Migrations<Sqlite> = ["create_users.sql"];

fn main() {}
