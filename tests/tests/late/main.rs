//! Migrations that are deployed late.

mod generated;
mod history;
mod plans;
mod processes;
