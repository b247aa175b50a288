//! The attribute macros of `migrate-runtime`: `#[migration]`, `#[migrations]` and `sql!`.
//!
//! A shell: each macro hands its tokens to `migrate-codegen` and returns what that makes of them.
//! Use them through `migrate_runtime`, which documents them.

use migrate_codegen::check::Depth;
use migrate_codegen::expand::{self, Invocation};
use proc_macro::{Span, TokenStream};

/// Marks a `const`, a `mod` or a `fn` as a migration.
///
/// ```text
/// /// Orders, one row per checkout.
/// #[migration(version = 2, depends_on = [1], category = "schema")]
/// const CREATE_ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY)";
/// ```
///
/// The keys, all but `version` optional: `version`, `depends_on = [..]`, `category = "schema" |
/// "data" | "index" | "constraint"`, `name`, `created`, `irreversible = "reason"`, `transaction =
/// false`, `preserve` (what SQL drops or overwrites on SQLite or D1 is kept aside, so that the
/// rollback brings it back), `timeout = "30s"`, `rollback_safe = false`, `performance_impact =
/// "low" | "medium" | "high"`, `expect(rule, reason = "..")`, and on steps in Rust `schema =
/// "ALTER .."` and `revision = N`.
#[proc_macro_attribute]
pub fn migration(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::migration(arguments.into(), item.into()).into()
}

/// Makes a set of the migrations that a static lists, and checks the whole history.
///
/// ```text
/// #[migrations]
/// pub static SHOP: Migrations<Sqlite> = [m0001_create_customers, "0002_seed.sql"];
/// ```
///
/// The keys, all optional: `target = "3.45"` (the oldest engine to support),
/// `functions(normalize(1))`, `collations(german)`, `adopted_through = 40`, `lint(rule = "warn")`.
#[proc_macro_attribute]
pub fn migrations(arguments: TokenStream, item: TokenStream) -> TokenStream {
    // The first token of an item may come from elsewhere; the call itself cannot.
    let call = Span::call_site();
    let depth = match std::env::var("MIGRATE_CHECK") {
        Ok(depth) if depth == "syntax" => Depth::Syntax,
        _ => Depth::Full,
    };
    let invocation = Invocation {
        file: call.local_file(),
        line: call.start().line(),
        manifest: std::env::var_os("CARGO_MANIFEST_DIR").map(Into::into),
        depth,
    };
    expand::migrations(arguments.into(), item.into(), &invocation).into()
}

/// An SQL text inside a step in Rust, checked against the schema as it stands at that version.
///
/// It expands to its one string literal; values are bound as parameters:
/// `tx.execute(sql!("UPDATE plans SET price = ?1"), params![9])`.
#[proc_macro]
pub fn sql(input: TokenStream) -> TokenStream {
    expand::sql(input.into()).into()
}

/// Puts a finding about the history on the literal that it is about. Called by expansions only.
#[doc(hidden)]
#[proc_macro]
pub fn report(input: TokenStream) -> TokenStream {
    expand::report(input.into()).into()
}
