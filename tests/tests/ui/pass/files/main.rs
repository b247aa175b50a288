//! Modules in files, SQL files in every form, and a `#[path]`.
#![deny(warnings)]

use migrate_runtime::{Migrations, RollbackClass, Sqlite, migrations};

#[path = "m0004_last.rs"]
mod create_plans;
mod m0001_create_users;

#[migrations]
pub static SHOP: Migrations<Sqlite> = [
    m0001_create_users,
    "0002_seed.sql",
    "0003-orders.sql",
    create_plans,
    "0005_tidy.sql",
];

fn main() {
    let migrations = SHOP.set().migrations();
    assert_eq!(migrations.len(), 5);
    assert_eq!(migrations[4].rollback_class(), RollbackClass::Preserved);
}
