//! A listed module that is not compiled here.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod m0001_create_users;
#[cfg(windows)]
#[cfg(unix)]
mod m0002_create_orders;

#[migrations]
pub static SHOP: Migrations<Sqlite> = [m0001_create_users, m0002_create_orders];

fn main() {}
