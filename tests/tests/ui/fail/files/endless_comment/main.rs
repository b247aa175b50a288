//! A comment in a file that never ends.

use migrate_runtime::{Migrations, Sqlite, migrations};

#[migrations]
pub static SHOP: Migrations<Sqlite> = ["0001_create_users.sql"];

fn main() {}
