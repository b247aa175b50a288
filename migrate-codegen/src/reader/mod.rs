//! SQL statements as values: what each one is, whom it concerns, and its syntax tree when
//! sqlparser can read it.
//!
//! Two readers share the work. The headline (`headline`) is our own: it looks at the first words
//! only, works for everything, and never fails. The parser (`parse`) is sqlparser: it gives the
//! whole tree, but refuses a good part of what the engines accept. What it refuses is *opaque*:
//! kept verbatim, run as it is, and never an error by itself.

mod headline;
mod kind;
mod parse;
mod statement;

pub use kind::Kind;
pub(crate) use parse::parse_query;
pub use parse::{Opaque, Read};
pub use statement::{Existence, Lifetime, Name, Statement, read};
