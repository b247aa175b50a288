//! Migrations without a statement.

use migrate_runtime::{Migrations, Sqlite, migrations};

mod nothing {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const NOTHING: &str = "";
}

mod only_comments {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const ONLY_COMMENTS: &str = "-- to be written";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [nothing, only_comments];

fn main() {}
