//! What a run would do.

use migrate_codegen::{Category, Direction, RollbackClass, Transactional, Version};
use serde::Serialize;

use crate::driver::{Blocks, Loss, Losses, Risk, Touched};
use crate::migration::Migration;

/// What a run would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanReport {
    /// The set.
    pub set: String,
    /// What would run, in order.
    pub migrations: Vec<Planned>,
    /// What the largest of them needs on the disk while it runs, where one needs any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub space: Option<Space>,
}

/// What a migration needs on the disk while it runs, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Space {
    /// What it needs: a second copy of what it writes anew, and what undoes it.
    pub needed: u64,
    /// What is free, where it can be told.
    pub free: Option<u64>,
}

impl Space {
    /// Whether there is not enough.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.free.is_some_and(|free| free < self.needed)
    }
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
    /// What it would delete.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Loss>,
    /// The tables of which it would touch everything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub touched: Vec<Touched>,
    /// Who would wait meanwhile, where it touches or deletes anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Blocks>,
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
            touched: Vec::new(),
            blocks: None,
            discarded_at: losses.discarded_at,
            stored: None,
        }
    }

    /// The same, with what applying it touches.
    pub(crate) fn with(mut self, risk: Risk) -> Self {
        self.losses = risk.losses.deleted;
        self.blocks = risk.blocks.filter(|_| !self.losses.is_empty() || !risk.touched.is_empty());
        self.touched = risk.touched;
        self
    }

    /// What it needs on the disk while it runs: everything that it writes anew stands there twice,
    /// and the pages that it replaces stand in the journal.
    pub(crate) fn space(&self) -> u64 {
        let written = self.touched.iter().filter(|it| it.by.needs_space());
        written.map(|it| it.bytes.saturating_mul(2)).fold(0, u64::saturating_add)
    }
}
