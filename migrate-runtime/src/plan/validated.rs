//! A validated plan.

use migrate_codegen::{Direction, Version};

use super::Late;
use crate::migration::Migration;

/// The migrations to run, in the order in which they run.
#[derive(Clone, Debug)]
#[must_use]
pub struct Plan {
    direction: Direction,
    migrations: Vec<&'static Migration>,
    late: Vec<Late>,
    begun: Vec<Version>,
}

impl Plan {
    pub(super) fn new(direction: Direction, migrations: Vec<&'static Migration>) -> Self {
        Self { direction, migrations, late: Vec::new(), begun: Vec::new() }
    }

    pub(super) fn with_late(self, late: Vec<Late>) -> Self {
        Self { late, ..self }
    }

    pub(super) fn with_begun(self, begun: Vec<Version>) -> Self {
        Self { begun, ..self }
    }

    /// Which way they run.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The migrations, in the order in which they run.
    #[must_use]
    pub fn migrations(&self) -> &[&'static Migration] {
        &self.migrations
    }

    /// Those of them that run although a later one ran already.
    #[must_use]
    pub fn late(&self) -> &[Late] {
        &self.late
    }

    /// Whether a run before this one began with the migration and did not come to its end.
    #[must_use]
    pub fn has_begun(&self, version: Version) -> bool {
        self.begun.contains(&version)
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.migrations.is_empty()
    }

    /// Their versions, in the order in which they run.
    #[must_use]
    pub fn versions(&self) -> Vec<Version> {
        self.migrations.iter().map(|migration| migration.version()).collect()
    }
}
