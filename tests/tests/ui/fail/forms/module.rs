//! Modules that do not say how to apply the migration, or say it twice.

use migrate_runtime::migration;

mod no_up {
    #[super::migration(version = 1)]
    mod create_users {
        const DOWN: &str = "DROP TABLE users";
    }
}

mod twice {
    #[super::migration(version = 2)]
    mod fill_users {
        use migrate_runtime::{Result, Transaction};

        const UP: &str = "INSERT INTO users DEFAULT VALUES";

        fn up(_: &mut Transaction<'_>) -> Result<()> {
            Ok(())
        }
    }
}

mod lower_case {
    #[super::migration(version = 3)]
    mod create_users {
        #![allow(non_upper_case_globals)]

        const up: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";
    }
}

fn main() {}
