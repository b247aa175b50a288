//! Raw strings, escapes, line continuations, and SQL that looks like none.
#![deny(warnings)]

use migrate_runtime::{Migrations, Sqlite, migrations};

mod raw {
    use migrate_runtime::migration;

    #[migration(version = 1)]
    const RAW: &str = r##"CREATE TABLE "a#b" ("x y" TEXT DEFAULT '"#; --')"##;
}

mod escaped {
    use migrate_runtime::migration;

    #[migration(version = 2)]
    const ESCAPED: &str = "CREATE TABLE \"tab\\le\" (\u{e9}t\u{e9} TEXT DEFAULT 'a\tb'); \
                           CREATE INDEX by_\x61 ON \"tab\\le\" (été);";
}

mod comments {
    use migrate_runtime::migration;

    #[migration(version = 3)]
    const COMMENTS: &str = "
        -- DROP TABLE nothing; it's prose
        /* ' \" ; */
        CREATE TABLE c (x TEXT CHECK (x <> ';'));
        -- the end
    ";
}

#[migrations]
pub static SHOP: Migrations<Sqlite> = [raw, escaped, comments,];

fn main() {
    assert_eq!(SHOP.set().migrations().len(), 3);
}
