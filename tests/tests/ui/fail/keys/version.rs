//! Versions that are none.

use migrate_runtime::migration;

mod text {
    #[super::migration(version = "1")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod negative {
    #[super::migration(version = -1)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod great {
    #[super::migration(version = 9223372036854775808)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod suffixed {
    #[super::migration(version = 1u64)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod twice {
    #[super::migration(version = 1, version = 2)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod missing {
    #[super::migration(category = "schema")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod bare {
    #[super::migration]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod positional {
    #[super::migration(1)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

fn main() {}
