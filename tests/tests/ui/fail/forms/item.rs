//! Items that are no migration.

use migrate_runtime::migration;

mod structure {
    #[super::migration(version = 1)]
    struct CreateUsers;
}

mod not_text {
    #[super::migration(version = 2)]
    const CREATE_USERS: &[u8] = b"CREATE TABLE users (id INTEGER)";
}

mod a_static {
    #[super::migration(version = 3)]
    static CREATE_USERS: &str = "CREATE TABLE users (id INTEGER)";
}

fn main() {}
