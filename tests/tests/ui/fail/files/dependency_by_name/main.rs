//! Dependencies of an SQL file, by name.

use migrate_runtime::{Migrations, Sqlite, migrations};

#[migrations]
pub static SHOP: Migrations<Sqlite> = ["0001_create_users.sql", "0002_create_orders.sql"];

fn main() {}
