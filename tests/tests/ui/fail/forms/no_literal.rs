//! SQL that is put together by another macro, or stands elsewhere.

use migrate_runtime::migration;

mod put_together {
    #[super::migration(version = 1)]
    const CREATE_USERS: &str = concat!("CREATE TABLE users ", "(id INTEGER PRIMARY KEY)");
}

mod included {
    #[super::migration(version = 2)]
    const CREATE_USERS: &str = include_str!("0002_create_users.sql");
}

mod named {
    const TEXT: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";

    #[super::migration(version = 3)]
    const CREATE_USERS: &str = TEXT;
}

fn main() {}
