//! A small shop, migrated.
