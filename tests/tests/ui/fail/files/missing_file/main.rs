//! A listed file that is not there.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod m0001_create_users;

#[migrations]
pub static SHOP: Migrations<Sqlite> = [m0001_create_users, "0002_seed.sql"];

fn main() {}
