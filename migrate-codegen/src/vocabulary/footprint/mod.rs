//! What a migration touches, as a value and as text.
//!
//! The text stands in the `footprint` column of the history: a JSON object with the lists that
//! `migrations.sum` shows as `reads`, `writes` and `alters`. A list that is empty is left out, so
//! `{}` touches nothing. An element is `table`, for an object as a whole or for rows, or
//! `table.column`; a name with a dot or a quote in it stands in double quotes; `*` stands for
//! everything.

mod meeting;
mod name;
mod objects;
mod value;

pub use meeting::Meeting;
pub use objects::{Columns, Objects};
pub use value::{Extent, Footprint};
