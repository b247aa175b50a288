//! What a query gives: the names and types of its columns, where they are certain.
//!
//! [`Catalog::outputs`](super::Catalog) reads a query of PostgreSQL and looks its tables up. A type
//! that is not certain is left open; where not even the names are, there is no answer.

mod expression;
mod outputs;
mod source;

#[cfg(test)]
mod tests;

pub(in crate::catalog) use outputs::Of;
