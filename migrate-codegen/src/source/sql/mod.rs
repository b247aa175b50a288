//! SQL files as migrations: the version in their name, the headers and headings in their comments,
//! the rollback beside them.

mod entry;
mod fault;
mod header;
mod heading;
mod read;
mod reading;
mod rollback;
mod scan;
mod section;
mod stem;
mod value;

pub use entry::{Entry, EntryFile, read_entry};
pub use read::{attach_down, read};
pub(crate) use reading::Comments;
pub use reading::Reading;
pub use stem::Stem;

#[cfg(test)]
mod tests;
