//! Directories as their tools leave them, and those that no tool left so.

use std::path::Path;

use super::*;
use crate::source::Body;
use crate::{Dialect, Transactional};

/// A directory with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        std::fs::write(path, text).expect("written");
    }
    folder
}

#[track_caller]
fn history(files: &[(&str, &str)], layout: Option<Layout>) -> History {
    read(folder(files).path(), Dialect::Sqlite, layout).unwrap_or_else(|error| panic!("{error}"))
}

/// Each migration as "version name: up / down".
fn shown(history: &History) -> Vec<String> {
    let sql = |body: &Body| match body {
        Body::Sql(sql) => sql.text.trim().to_owned(),
        Body::Code(_) => panic!("a file holds no Rust"),
    };
    let one = |source: &crate::source::Source| {
        let down = source.down.as_ref().map_or("-".to_owned(), sql);
        format!("{} {}: {} / {down}", source.version, source.name, sql(&source.up))
    };
    history.sources.iter().map(one).collect()
}

/// The layout, what gave it away, the migrations; no faults, nothing skipped.
#[track_caller]
fn check(files: &[(&str, &str)], layout: Layout, because: &str, migrations: &[&str]) {
    let history = history(files, None);
    let recognised = Recognised { layout, because: because.to_owned() };
    assert_eq!(history.layout, recognised);
    assert_eq!(shown(&history), migrations);
    assert!(history.faults.is_empty(), "{:?}", history.faults);
    assert_eq!(history.skipped, []);
}

#[track_caller]
fn check_error(files: &[(&str, &str)], layout: Option<Layout>, expected: &str) {
    let folder = folder(files);
    let error = read(folder.path(), Dialect::Sqlite, layout).expect_err("an error");
    assert_eq!(error.to_string().replace(&folder.path().display().to_string(), "db"), expected);
}

#[test]
fn refinery() {
    check(
        &[("V10__c.sql", "c;"), ("V2__b.sql", "b;"), ("old/V1__a.sql", "a;"), ("mod.rs", "")],
        Layout::Refinery,
        "`V10__c.sql` is named like `V1__x`",
        &["1 a: a; / -", "2 b: b; / -", "10 c: c; / -"],
    );
    let history = history(&[("V1.2__a.sql", "a;"), ("V2__b.sql", "b;")], None);
    assert_eq!(shown(&history), ["2 b: b; / -"]);
    assert_eq!(history.faults[0].message, "the number of `V1.2__a` is not a version");
}

#[test]
fn sqlx() {
    let because = "`20250122000000_a.sql` begins with a date and a time";
    check(
        &[("20250122000000_a.sql", "-- no-transaction\na;"), ("0001_z.sql", "z;")],
        Layout::Sqlx,
        because,
        &["1 z: z; / -", "20250122000000 a: -- no-transaction\na; / -"],
    );
    check(
        &[("20250122000000_a.up.sql", "a;"), ("20250122000000_a.down.sql", "b;")],
        Layout::Sqlx,
        "`20250122000000_a.down.sql` begins with a date and a time",
        &["20250122000000 a: a; / b;"],
    );
}

#[test]
fn diesel() {
    let files = [
        ("2020-01-02-000000_b/up.sql", "b;"),
        ("2020-01-02-000000_b/down.sql", "-- nothing to do"),
        ("00000000000000_setup/up.sql", "a;"),
        ("00000000000000_setup/down.sql", "c;"),
        ("00000000000000_setup/metadata.toml", "run_in_transaction = false\n"),
        (".keep", ""),
        ("README.md", ""),
    ];
    check(
        &files,
        Layout::Diesel,
        "`00000000000000_setup/up.sql` is an `up.sql` in a folder of its own",
        &["0 setup: a; / c;", "20200102000000 b: b; / -"],
    );
    let dates = [("2024-03-13_1_b/up.sql", "b;"), ("2024-03-06-170000_a/up.sql", "a;")];
    let in_order = ["20240306170000 a: a; / -", "20240313000000 1_b: b; / -"];
    assert_eq!(shown(&history(&dates, None)), in_order);
    let sources = history(&files, None).sources;
    let transactional = sources.iter().map(|source| source.keys.transactional);
    assert!(transactional.eq([Transactional::No, Transactional::Yes]));
    let broken = ("2020-01-02-000000_b/metadata.toml", "run_in_transaction = ");
    assert_eq!(history(&[files[0], broken], None).faults.len(), 1);
}

#[test]
fn goose() {
    check(
        &[
            ("00002_b.sql", "-- up migration of goose\n-- +goose Up\nb;"),
            ("00001_a.sql", "-- about a\n-- +goose Up\na;\n-- +goose Down\nc;"),
        ],
        Layout::Goose,
        "`00001_a.sql` has `-- +goose Up`",
        &["1 a: a; / c;", "2 b: b; / -"],
    );
}

#[test]
fn dbmate() {
    check(
        &[("20250122000000_a.sql", "-- migrate:up transaction:false\na;\n-- migrate:down\nb;")],
        Layout::Dbmate,
        "`20250122000000_a.sql` has `-- migrate:up`",
        &["20250122000000 a: a; / b;"],
    );
}

#[test]
fn golang_migrate() {
    check(
        &[("000001_a.up.sql", "a;"), ("000001_a.down.sql", "b;"), ("000002_c.up.sql", "c;")],
        Layout::GolangMigrate,
        "`000001_a.up.sql` ends in `.up.sql`",
        &["1 a: a; / b;", "2 c: c; / -"],
    );
}

#[test]
fn wrangler() {
    check(
        &[("0001_b.sql", "b;"), ("0001_a.sql", "a;"), ("0000_z-z.sql", "-- Rollback\n-- y;\nz;")],
        Layout::Wrangler,
        "`0000_z-z.sql` is named like `0001_x.sql`",
        &["0 z-z: -- Rollback\n-- y;\nz; / -", "1 a: a; / -", "1 b: b; / -"],
    );
}

#[test]
fn drizzle() {
    check(
        &[
            ("0000_a.sql", "a\n--> statement-breakpoint\nb"),
            ("meta/_journal.json", "{}"),
            ("meta/0000_snapshot.json", "{}"),
        ],
        Layout::Drizzle,
        "`meta/_journal.json` is the journal of drizzle",
        &["0 a: a\n--> statement-breakpoint\nb / -"],
    );
    check(
        &[("20250122000000_a/migration.sql", "a;"), ("20250122000000_a/snapshot.json", "{}")],
        Layout::Drizzle,
        "`20250122000000_a/migration.sql` stands beside a `snapshot.json`",
        &["20250122000000 a: a; / -"],
    );
}

#[test]
fn prisma() {
    let files = [
        ("20250122000000_b/migration.sql", "b;"),
        ("0_init/migration.sql", "a;"),
        ("0_init/down.sql", "c;"),
        ("migration_lock.toml", "provider = \"sqlite\""),
    ];
    let migrations = ["0 init: a; / c;", "20250122000000 b: b; / -"];
    let because = "`migration_lock.toml` is the lock file of prisma";
    check(&files, Layout::Prisma, because, &migrations);
    let because = "`0_init/migration.sql` is a `migration.sql` in a folder of its own";
    check(&files[..3], Layout::Prisma, because, &migrations);
}

#[test]
fn our_own() {
    check(
        &[("0001_a.sql", "-- @category: schema\na;"), ("0002-b.sql", "b;")],
        Layout::Migrate,
        "`0001_a.sql` has our headers",
        &["1 a: -- @category: schema\na; / -", "2 b: b; / -"],
    );
    check(
        &[("0001_a.sql", "a;"), ("0001_a.rollback.sql", "b;")],
        Layout::Migrate,
        "`0001_a.rollback.sql` is named like our rollbacks",
        &["1 a: a; / b;"],
    );
    check(
        &[("0001_a.sql", "-- Preserve: true\na;")],
        Layout::Migrate,
        "`0001_a.sql` has our headers",
        &["1 a: -- Preserve: true\na; / -"],
    );
    check(
        &[("0001_a.sql", "-- UP MIGRATION\na;\n-- DOWN MIGRATION\nb;")],
        Layout::Migrate,
        "`0001_a.sql` has `-- UP MIGRATION`",
        &["1 a: a; / b;"],
    );
    let because = "`1-a.sql` begins with a number";
    check(&[("1-a.sql", "a;")], Layout::Migrate, because, &["1 a: a; / -"]);
    let history = history(
        &[
            ("1_a.sql", "-- @author: me\na;"),
            ("2_b.sql", "-- @depends_on: c\nb;"),
            ("3_c.sql", "SELECT '"),
        ],
        None,
    );
    assert_eq!(shown(&history), ["2 b: -- @depends_on: c\nb; / -"]);
    let messages: Vec<_> = history.faults.iter().map(|fault| fault.message.as_str()).collect();
    let expected = ["unknown header `@author`", "this string never ends"];
    assert_eq!(messages, expected);
}

#[test]
fn what_is_skipped_is_told() {
    let history = history(
        &[
            ("00001_a.sql", "-- +goose Up\na;"),
            ("00002_b.go", "package migrations"),
            ("00003_c.rs", "fn main() {}"),
            ("archive/00000_z.sql", "z;"),
            ("helpers.go", "package migrations"),
            ("seed.sql", "s;"),
            ("README.md", "# About"),
        ],
        None,
    );
    assert_eq!(history.layout.layout, Layout::Goose);
    let skipped: Vec<_> =
        history.skipped.iter().map(|s| format!("{}: {}", s.file, s.reason)).collect();
    assert_eq!(
        skipped,
        [
            "00002_b.go: it is written in Go",
            "00003_c.rs: it is written in Rust",
            "archive/00000_z.sql: goose does not run a file of this name in a folder",
            "seed.sql: its name begins with no number",
        ]
    );
}

#[test]
fn a_rollback_of_nothing_is_skipped() {
    let files = [("000001_a.up.sql", "a;"), ("000002_b.down.sql", "b;")];
    let skipped = history(&files, None).skipped;
    assert_eq!(skipped[0].file, "000002_b.down.sql");
    assert_eq!(skipped[0].reason, "it rolls back `000002_b`, which is not here");
}

#[test]
fn a_layout_can_be_named() {
    let files = [
        ("20250122000000_a.sql", "-- no-transaction\n-- +goose Up\na;"),
        ("7-b.sql", "b;"),
        ("V1__c.sql", "c;"),
    ];
    for (layout, migrations) in [
        (Layout::Refinery, &["1 c: c; / -"][..]),
        (Layout::Sqlx, &["20250122000000 a: -- no-transaction\n-- +goose Up\na; / -"]),
        (
            Layout::Wrangler,
            &[
                "1 c: c; / -",
                "7 b: b; / -",
                "20250122000000 a: -- no-transaction\n-- +goose Up\na; / -",
            ],
        ),
    ] {
        let history = history(&files, Some(layout));
        assert_eq!(history.layout.layout, layout);
        assert_eq!(shown(&history), migrations);
        assert_eq!(history.sources.len() + history.skipped.len(), files.len());
    }
}

#[test]
fn mixed_directories() {
    const HINT: &str = "(hint: keep one layout in a directory, or name the one to read with \
                        `--layout`, and the other files are skipped)";
    check_error(
        &[("1_a.sql", "-- +goose Up\na;"), ("2_b.sql", "-- migrate:up\nb;")],
        None,
        &format!(
            "`db` mixes two layouts: `1_a.sql` has `-- +goose Up` (goose), `2_b.sql` has \
             `-- migrate:up` (dbmate) {HINT}"
        ),
    );
    check_error(
        &[("V1__a.sql", "a;"), ("0002_b.sql", "b;")],
        None,
        &format!(
            "`db` mixes two layouts: `V1__a.sql` is named like `V1__x` (refinery), and \
             `0002_b.sql` is no file of refinery {HINT}"
        ),
    );
    check_error(
        &[("20250122000000_a.sql", "a;"), ("20250123000000_b/migration.sql", "b;")],
        None,
        &format!(
            "`db` mixes two layouts: `20250123000000_b/migration.sql` is a `migration.sql` in a \
             folder of its own (prisma), and `20250122000000_a.sql` is no file of prisma {HINT}"
        ),
    );
}

#[test]
fn directories_without_migrations() {
    let none = "`db` holds no migration (hint: SQL files whose names begin with a number, such as \
                `0001_create_users.sql`)";
    check_error(&[], None, none);
    check_error(&[("README.md", ""), ("seed.sql", "s;")], None, none);
    check_error(
        &[("0001_a.sql", "a;")],
        Some(Layout::Diesel),
        "`db` holds no migration of diesel (hint: leave the layout out, and it is recognised)",
    );
    let missing = read(Path::new("/absent/db"), Dialect::Sqlite, None).expect_err("absent");
    assert!(missing.is_missing());
    assert_eq!(missing.to_string(), "`/absent/db` does not exist");
}

#[test]
fn files_that_cannot_be_read_are_faults() {
    let folder = folder(&[("0002_b.sql", "b;")]);
    std::fs::write(folder.path().join("0001_a.sql"), b"a;\n\xff").expect("written");
    std::fs::write(folder.path().join("0003_c.sql"), "c;\0").expect("written");
    let history = read(folder.path(), Dialect::Sqlite, None).expect("read");
    assert_eq!(shown(&history), ["2 b: b; / -"]);
    let path = folder.path().display().to_string();
    let messages: Vec<_> =
        history.faults.iter().map(|fault| fault.message.replace(&path, "db")).collect();
    assert_eq!(
        messages,
        [
            "`db/0001_a.sql` is not UTF-8 text: line 2, byte 3 of the file",
            "a NUL byte: the engine would stop reading here",
        ]
    );
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8() {
    use std::os::unix::ffi::OsStrExt;

    let folder = folder(&[("0002_b.sql", "b;")]);
    let name = std::ffi::OsStr::from_bytes(b"0001_\xff.sql");
    std::fs::write(folder.path().join(name), "a;").expect("written");
    let history = read(folder.path(), Dialect::Sqlite, None).expect("read");
    assert_eq!(shown(&history), ["2 b: b; / -"]);
    assert_eq!(history.faults[0].message, "the file's name is not UTF-8");
}
