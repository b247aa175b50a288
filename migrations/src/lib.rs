//! A small shop, migrated: what a crate of migrations looks like.
//!
//! Each module holds one migration; the list says in which order they were written. `cargo build`
//! replays the list and refuses SQL that is wrong for the schema at that point.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod m0001_create_customers;
mod m0002_create_products;
mod m0003_create_orders;
mod m0005_index_orders;
mod m0006_view_order_totals;
mod m0007_unique_emails;
mod m0008_normalize_emails;
mod m0009_track_stock;
mod m0010_rename_phone;
mod m0011_require_names;
mod m0012_create_price_history;
mod m0013_fill_price_history;
mod m0015_refresh_statistics;
mod m0016_clean_phones;
mod m0017_drop_order_notes;
mod m0018_add_order_totals;
mod m0019_fill_order_totals;

// Generated, so its layout is that of its generator.
#[rustfmt::skip]
pub mod schema;

/// The shop's schema, oldest change first.
#[migrations]
pub static SHOP: Migrations<Sqlite> = [
    m0001_create_customers,
    m0002_create_products,
    m0003_create_orders,
    "0004_seed_shipping_methods.sql",
    m0005_index_orders,
    m0006_view_order_totals,
    m0007_unique_emails,
    m0008_normalize_emails,
    m0009_track_stock,
    m0010_rename_phone,
    m0011_require_names,
    m0012_create_price_history,
    m0013_fill_price_history,
    "0014_add_order_notes.sql",
    m0015_refresh_statistics,
    m0016_clean_phones,
    m0017_drop_order_notes,
    m0018_add_order_totals,
    m0019_fill_order_totals,
];
