//! `verify!`: one line that tests a set of migrations.

/// Tests the migrations of a static: every rollback restores what it must (see
/// [`verify`](mod@crate::verify)).
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
    };
}
