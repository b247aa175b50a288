//! The shop's migrations keep what they promise.

use migrations::SHOP;

migrate_runtime::verify!(SHOP);
