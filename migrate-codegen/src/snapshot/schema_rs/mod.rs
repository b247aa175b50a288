//! `schema.rs`: tables, columns and rows for the application.
//!
//! For each table a module with its name, its columns as constants, and a struct for a row; for a
//! view the names alone, because SQLite does not say what the columns of a view can hold. The types
//! are careful: only what a column's declared type says without doubt gets a type of its own.
//!
//! On SQLite and D1:
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
//!
//! On PostgreSQL, for the crate `postgres` without any of its features:
//!
//! | type | field |
//! |---|---|
//! | `smallint`, `integer`, `bigint`, `oid` | `i16`, `i32`, `i64`, `u32` |
//! | `real`, `double precision` | `f32`, `f64` |
//! | `boolean` | `bool` |
//! | `text`, `varchar`, `char`, `name`, `citext` | `String` |
//! | `bytea` | `Vec<u8>` |
//! | `timestamp`, `timestamptz` | `std::time::SystemTime` |
//! | `inet` | `std::net::IpAddr` |
//! | an array of one of these | `Vec` of it: NULL in it is an error |
//! | every other: `uuid`, `numeric`, `jsonb`, `date`, enums, domains | `String` |
//!
//! The last ones are no texts to the crate: the list `COLUMNS` asks for them as `price::text AS price`,
//! so rows are to be selected by it. A table of which not all is known has a name and no row.

mod comments;
mod docs;
mod field;
mod ident;
mod module;
mod postgres;

pub(super) use module::text;
