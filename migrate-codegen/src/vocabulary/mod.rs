//! The words that every crate of the workspace shares.

mod category;
mod class;
mod dialect;
mod direction;
mod duration;
mod footprint;
mod impact;
mod kept;
mod version;

pub use category::{Category, ParseCategoryError};
pub use class::RollbackClass;
pub use dialect::{Dialect, ParseDialectError};
pub use direction::{Direction, ForeignKeys, Transactional};
pub use duration::parse_duration;
pub use footprint::{Columns, Extent, Footprint, Meeting, Objects};
pub use impact::{Impact, ParseImpactError};
pub use kept::{KEPT, is_kept};
pub use version::{ParseVersionError, Version};
