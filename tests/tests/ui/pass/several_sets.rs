//! Sets in modules of one file, of one name too, each with modules of its own.
#![deny(warnings)]

mod shop {
    use migrate_runtime::{Migrations, Sqlite, migrations};

    mod create_users {
        use migrate_runtime::migration;

        #[migration(version = 1)]
        const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY)";
    }

    #[migrations]
    pub static MIGRATIONS: Migrations<Sqlite> = [create_users];
}

mod stock {
    use migrate_runtime::{Migrations, Sqlite, migrations};

    #[migrations]
    pub static MIGRATIONS: Migrations<Sqlite> = [create_parts, create_users];

    mod create_users {
        use migrate_runtime::migration;

        #[migration(version = 2)]
        const CREATE_USERS: &str = "CREATE TABLE users (part INTEGER REFERENCES parts (id))";
    }

    mod create_parts {
        use migrate_runtime::migration;

        #[migration(version = 1)]
        const CREATE_PARTS: &str = "CREATE TABLE parts (id INTEGER PRIMARY KEY)";
    }
}

fn main() {
    assert_eq!(shop::MIGRATIONS.set().migrations().len(), 1);
    assert_eq!(stock::MIGRATIONS.set().migrations().len(), 2);
}
