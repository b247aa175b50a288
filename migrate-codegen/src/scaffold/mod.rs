//! What `new` writes: the next migration's file, and the lines that list it.
//!
//! Text in, text out; whoever calls it writes the files, and never over an existing one.

mod layout;
mod list;
mod name;
mod number;
mod starter;
mod template;

pub use layout::{LayoutError, Next, counts_by_time, layout_files};
pub use list::{Entry, ListError, add_to_list, listed};
pub use name::{NameError, Slug};
pub use number::{Pattern, Style, next_version, timestamp};
pub use template::{rust_file, sql_file};
