//! SQL as text: tokens, statements, and where a byte stands.

mod default;
mod nearest;
mod place;
mod split;
mod token;

pub use default::default_value;
pub use nearest::nearest;
pub use place::{LineIndex, Place};
#[cfg(feature = "analyze")]
pub(crate) use split::is_breakpoint;
pub use split::{Statement, split};
pub use token::{Token, TokenKind, tokens};
