//! Headers of an SQL file that say nothing useful.

use migrate_runtime::{Migrations, Sqlite, migrations};

#[migrations]
pub static SHOP: Migrations<Sqlite> = ["0001_create_users.sql"];

fn main() {}
