//! Migrations of the folder that the list lacks.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod m0001_create_users;

#[migrations]
pub static SHOP: Migrations<Sqlite> = [m0001_create_users];

fn main() {}
