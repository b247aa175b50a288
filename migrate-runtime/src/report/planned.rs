//! What a run would do.

use migrate_codegen::{Category, Direction, RollbackClass, Transactional, Version};
use serde::Serialize;

use crate::driver::{Loss, Losses};
use crate::migration::Migration;

/// What a run would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanReport {
    /// The set.
    pub set: String,
    /// What would run, in order.
    pub migrations: Vec<Planned>,
}

/// A migration that would run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Planned {
    /// Its version.
    pub version: Version,
    /// Its name.
    pub name: String,
    /// Which way it would run.
    pub direction: Direction,
    /// The file it stands in.
    pub file: String,
    /// Its kind of change.
    pub category: Category,
    /// What its rollback brings back.
    pub rollback_class: RollbackClass,
    /// How many statements would run.
    pub statements: usize,
    /// Whether they share a transaction.
    pub transaction: bool,
    /// The last of the later migrations that ran already, if there are any: it runs late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Version>,
    /// What rolling it back would delete.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Loss>,
    /// Since when the rows are gone that its rollback would have brought back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discarded_at: Option<String>,
    /// The text that rolls it back, where only the history has it: the set lacks the migration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored: Option<String>,
}

impl Planned {
    pub(crate) fn of(migration: &Migration, direction: Direction, losses: Losses) -> Self {
        let statements = match direction {
            Direction::Up => migration.up_script().statements.len(),
            Direction::Down => migration.down_script().statements.len(),
        };
        // What was kept for it is gone.
        let discarded = losses.discarded_at.as_ref().map(|_| RollbackClass::SchemaOnly);
        let class = discarded.unwrap_or_else(|| migration.rollback_class());
        Self {
            version: migration.version(),
            name: migration.name().to_owned(),
            direction,
            file: migration.file().to_owned(),
            category: migration.category(),
            rollback_class: class,
            statements,
            transaction: migration.transactional() == Transactional::Yes,
            after: None,
            losses: losses.deleted,
            discarded_at: losses.discarded_at,
            stored: None,
        }
    }
}
