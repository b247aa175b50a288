//! A module in a file: the message lands there.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod m0001_create_users;
mod m0002_index_users;

#[migrations]
pub static SHOP: Migrations<Sqlite> = [m0001_create_users, m0002_index_users];

fn main() {}
