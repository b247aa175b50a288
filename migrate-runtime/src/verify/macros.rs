//! `verify!`: one line that tests a set of migrations.

/// Tests the migrations of a static.
///
/// - Every rollback restores what it must: see [`verify`](mod@crate::verify).
/// - With the feature `dev`, which reads the sources: every migration of the directory is in the list,
///   and nothing is wrong with them; and the generated files that `snapshot` writes are current.
///
/// Each test has its own name, so a file, or a module in it, takes one set:
///
/// ```no_run
/// # mod shop {
/// #     use migrate_runtime::{Migrations, Sqlite};
/// #     pub static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
/// # }
/// // tests/verify.rs
/// use shop::SHOP;
///
/// migrate_runtime::verify!(SHOP);
/// ```
///
/// Functions and collations that the migrations need are added to each connection:
///
/// ```no_run
/// # mod shop {
/// #     use migrate_runtime::{Migrations, Sqlite};
/// #     pub static SHOP: Migrations<Sqlite> = Migrations::new("shop", "src/lib.rs", &[]);
/// #     pub fn functions(_: &rusqlite::Connection) -> rusqlite::Result<()> { Ok(()) }
/// # }
/// migrate_runtime::verify!(shop::SHOP, connection = shop::functions);
/// ```
#[macro_export]
macro_rules! verify {
    ($set:path $(, connection = $prepare:expr)? $(,)?) => {
        #[test]
        fn every_rollback_restores() {
            $crate::verify::assert_restores(
                &$crate::verify::Verify::new(&$set)$(.connection($prepare))?
            );
        }

        $crate::__verify_sources!($set);
    };
}

/// The tests that read the sources.
#[doc(hidden)]
#[cfg(feature = "dev")]
#[macro_export]
macro_rules! __verify_sources {
    ($set:path) => {
        #[test]
        fn nothing_is_unlisted_or_wrong() {
            $crate::verify::assert_sources(&$set);
        }

        #[test]
        fn the_generated_files_are_current() {
            $crate::snapshot::assert_current(&$set);
        }
    };
}

/// Without the sources there is nothing more to test.
#[doc(hidden)]
#[cfg(not(feature = "dev"))]
#[macro_export]
macro_rules! __verify_sources {
    ($set:path) => {};
}
