//! A trigger whose body names a table that does not exist.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod create_users {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const CREATE_USERS: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";
}

mod change {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const CHANGE: &str = "
        CREATE TRIGGER users_log AFTER INSERT ON users
        BEGIN
            INSERT INTO log (user_id) VALUES (new.id);
        END;
    ";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [create_users, change];

fn main() {}
