//! `schema.rs`: tables, columns and rows for the application.
//!
//! For each table a module with its name, its columns as constants, and a struct for a row; for a
//! view the names alone, because SQLite does not say what the columns of a view can hold. The types
//! are careful: only what a column's declared type says without doubt gets a type of its own.
//!
//! | declared type | field |
//! |---|---|
//! | holds `INT` | `i64` |
//! | holds `CHAR`, `CLOB` or `TEXT` | `String` |
//! | holds `BLOB` | `Vec<u8>` |
//! | holds `REAL`, `FLOA` or `DOUB` | `f64` |
//! | none, `ANY`, and every other, such as `BOOLEAN` or `DATETIME` | any value |
//!
//! A table that is not `STRICT` takes a text for an `INTEGER` too; reading such a row is an error,
//! not a wrong value.

mod comments;
mod docs;
mod field;
mod ident;
mod module;

pub(super) use module::text;
