//! How much a reviewer has to look at a migration.

use std::fmt;

use crate::change::{Action, Clause, Fate, alter, dropped_tables, on_earlier, steps};
use crate::check::Checked;
use crate::footprint::Extent;
use crate::reader::{Kind, Statement};
use crate::source::{Body, Source};
use crate::text::{Token, tokens};
use crate::{Category, ForeignKeys, Transactional};

/// How much a reviewer has to look at a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// It adds: new objects, new columns, new rows.
    Low,
    /// It changes what is there: it renames, rebuilds or updates, adds a constraint that rows may
    /// break, runs outside a transaction, or does what cannot be read (a step in Rust).
    Medium,
    /// It removes rows or values of earlier migrations.
    High,
}

impl Risk {
    /// `low`, `medium` or `high`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The risk of a migration that was checked.
    pub(super) fn of(source: &Source, checked: &Checked) -> Self {
        let text = match &source.up {
            Body::Sql(text) => Some(text),
            Body::Code(_) => source.keys.schema.as_ref(),
        };
        let steps = text.map(|text| steps(text, &checked.statements)).unwrap_or_default();
        let dropped = dropped_tables(&steps);
        let of_tables = dropped.iter().map(|table| match table.fate {
            Fate::MadeHere => Self::Low,
            Fate::Rebuilt => Self::Medium,
            Fate::Lost => Self::High,
        });
        let of_steps = on_earlier(&steps).map(|(_, step)| Self::of_statement(step.statement));
        of_tables.chain(of_steps).fold(Self::of_the_whole(source, checked), Ord::max)
    }

    fn of_the_whole(source: &Source, checked: &Checked) -> Self {
        let changes = source.keys.transactional == Transactional::No
            || checked.up.foreign_keys == ForeignKeys::Suspend
            || checked.category == Category::Constraint
            || checked.statements.iter().any(|it| is_unique_on_earlier(it, &checked.statements))
            || checked.footprint.extent == Extent::Everything;
        if changes { Self::Medium } else { Self::Low }
    }

    /// The risk of a statement about an object of earlier migrations.
    fn of_statement(statement: &Statement) -> Self {
        let drops = |it: &Clause| matches!(it.action, Action::DropColumn(..));
        if alter(statement).iter().any(drops) {
            return Self::High;
        }
        Self::of_kind(statement.kind)
    }

    fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::AlterDropColumn | Kind::Delete | Kind::Replace => Self::High,
            Kind::Update | Kind::AlterRenameTable | Kind::AlterRenameColumn | Kind::AlterOther => {
                Self::Medium
            }
            Kind::DropIndex | Kind::DropView | Kind::DropTrigger | Kind::DropOther => Self::Medium,
            _ => Self::Low,
        }
    }
}

/// Whether the statement makes a unique index on a table of earlier migrations.
fn is_unique_on_earlier(statement: &Statement, all: &[Statement]) -> bool {
    let Some(table) = statement.on.as_ref().filter(|_| statement.kind == Kind::CreateIndex) else {
        return false;
    };
    let made = |it: &Statement| {
        it.kind == Kind::CreateTable && it.object.as_ref().is_some_and(|made| made.is(&table.name))
    };
    let sql = statement.text();
    let mut words = tokens(sql, statement.dialect()).filter(Token::is_significant);
    words.nth(1).is_some_and(|word| word.is_word(sql, "unique")) && !all.iter().any(made)
}

impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
