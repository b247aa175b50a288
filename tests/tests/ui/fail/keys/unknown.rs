//! Keys that are misspelt, or that other tools have.

use migrate_runtime::migration;

mod misspelt {
    #[super::migration(version = 1, depend_on = [0])]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod foreign {
    #[super::migration(version = 2, engine = "sqlite")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod description {
    #[super::migration(version = 3, description = "Orders")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod down {
    #[super::migration(version = 4, down = "DROP TABLE t")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

fn main() {}
