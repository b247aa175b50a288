//! A wrong value for each key.

use migrate_runtime::migration;

mod v01 {
    #[super::migration(version = 1, depends_on = 1)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v02 {
    #[super::migration(version = 2, depends_on = ["create_users"])]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v03 {
    #[super::migration(version = 3, category = "table")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v04 {
    #[super::migration(version = 4, category = schema)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v05 {
    #[super::migration(version = 5, name = "")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v06 {
    #[super::migration(version = 6, created = 2026)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v07 {
    #[super::migration(version = 7, irreversible)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v08 {
    #[super::migration(version = 8, irreversible = "")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v09 {
    #[super::migration(version = 9, transaction = "no")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v10 {
    #[super::migration(version = 10, timeout = "30")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v11 {
    #[super::migration(version = 11, timeout = 30)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v12 {
    #[super::migration(version = 12, rollback_safe = 1)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v13 {
    #[super::migration(version = 13, performance_impact = "huge")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v14 {
    #[super::migration(version = 14, revision = "2")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v15 {
    #[super::migration(version = 15, schema = true)]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v16 {
    #[super::migration(version = 16, expect(drop_table))]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v17 {
    #[super::migration(version = 17, expect = "drop_table")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v18 {
    #[super::migration(version = 18, expect(drop_table, reason = ""))]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v19 {
    #[super::migration(version = 19, expect("drop_table", reason = "empty"))]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

mod v20 {
    #[super::migration(version = 20, category: "schema")]
    const CREATE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY)";
}

fn main() {}
