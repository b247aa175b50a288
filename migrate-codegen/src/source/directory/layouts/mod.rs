//! What each tool leaves on disk, one file a tool, the same items in the same order.

mod convention;
mod dbmate;
mod diesel;
mod drizzle;
mod golang_migrate;
mod goose;
mod own;
mod prisma;
mod refinery;
mod sqlx;
mod wrangler;

pub(super) use convention::{ALL, Convention, Proof, Role, Weight, convention};
