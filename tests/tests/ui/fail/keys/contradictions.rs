//! Keys that contradict the item.

use migrate_runtime::migration;

mod schema_on_sql {
    #[super::migration(version = 1, schema = "ALTER TABLE t ADD COLUMN a")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod irreversible {
    #[super::migration(version = 2, irreversible = "the rows are gone")]
    mod drop_plans {
        const UP: &str = "DROP TABLE plans";
        const DOWN: &str = "CREATE TABLE plans (id INTEGER PRIMARY KEY)";
    }
}

mod revision_on_sql {
    #[super::migration(version = 3, revision = 2)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

fn main() {}
