//! Rust files: the set, its modules, and the migration that each of them holds.
//!
//! Files are read by a scanner that keeps byte positions, because parsing a second file inside a
//! procedural macro gives every token the position of the macro's call. The keys of the
//! attributes have one grammar ([`keys`]), which the macro itself uses for its own tokens too.

mod cursor;
mod documentation;
mod item;
pub mod keys;
mod lexer;
mod literal;
mod modules;
pub mod options;
mod set;
mod statics;
mod unlisted;

pub use cursor::KeyFault;
pub use item::{Anchors, Item};
pub use lexer::{Lexeme, Token, lex};
pub use set::{Entry, EntrySource, Gap, SetFile, read_set};
pub use statics::Presence;
