//! The category that the statements show, and declared ones that none of them fits.

use super::problem;
use crate::Category;
use crate::check::{History, Problem, Unit};
use crate::reader::{Kind, Statement};
use crate::text::tokens;

/// The category that the statements show. A step in Rust without declared DDL has none, and is
/// data.
#[must_use]
pub(crate) fn infer(statements: &[Statement]) -> Category {
    let telling: Vec<_> = statements.iter().filter(|it| is_telling(it)).collect();
    if telling.iter().all(|it| it.kind.is_data()) {
        return Category::Data;
    }
    let changes: Vec<_> = telling.iter().filter(|it| !it.kind.is_data()).collect();
    match () {
        () if changes.iter().all(|it| is_index(it.kind)) => Category::Index,
        () if changes.iter().all(|it| it.kind == Kind::AlterOther && is_constraint(it)) => {
            Category::Constraint
        }
        () => Category::Schema,
    }
}

/// Declared categories that no statement fits.
pub(super) fn problems(history: &History<'_>) -> Vec<Problem> {
    let wrong = |(index, unit): (usize, &Unit<'_>)| {
        let declared = unit.source.keys.category?;
        if fits(unit, declared) {
            return None;
        }
        let message = format!(
            "no statement of migration {} fits the category `{declared}`",
            unit.source.version
        );
        let help =
            format!("the statements say `{}`; without `category` it is inferred", of_unit(unit));
        let mut problem = problem(index, unit.source, "category", message).with_help(help);
        if let Some(at) = &unit.source.keys.category_at {
            problem.at = at.clone();
        }
        Some(problem)
    };
    history.units.iter().enumerate().filter_map(wrong).collect()
}

/// The category of a migration, declared or inferred.
pub(crate) fn of_unit(unit: &Unit<'_>) -> Category {
    infer(unit.statements())
}

fn fits(unit: &Unit<'_>, category: Category) -> bool {
    let statements = unit.statements();
    let is_step = unit.up.code.is_some();
    if statements.is_empty() && !is_step {
        // An empty migration is wrong already.
        return true;
    }
    category == Category::Data && is_step
        || statements.iter().any(|statement| statement_fits(statement, statements, category))
}

fn statement_fits(statement: &Statement, all: &[Statement], category: Category) -> bool {
    let kind = statement.kind;
    if kind == Kind::Other {
        return true;
    }
    match category {
        Category::Schema => kind.is_ddl(),
        Category::Data => kind.is_data() || kind == Kind::With,
        Category::Index => is_index(kind),
        Category::Constraint => is_constraint(statement) || is_rebuild(all),
    }
}

/// Whether it says what the migration is about; pragmas, queries and transaction control do not.
fn is_telling(statement: &Statement) -> bool {
    statement.kind.is_ddl() || statement.kind.is_data() || statement.kind == Kind::Reindex
}

fn is_index(kind: Kind) -> bool {
    matches!(kind, Kind::CreateIndex | Kind::DropIndex | Kind::Reindex)
}

/// Whether it is about keys, checks or nullability: a constraint that `ALTER` changes, a unique
/// index, or a trigger, which is how SQLite has some of them.
fn is_constraint(statement: &Statement) -> bool {
    let has = |words: &[&str]| {
        let sql = statement.text();
        tokens(sql, statement.dialect()).any(|it| words.iter().any(|word| it.is_word(sql, word)))
    };
    match statement.kind {
        Kind::AlterOther => {
            has(&["constraint", "check", "unique", "primary", "foreign", "null", "default"])
        }
        Kind::AlterAddColumn => has(&["references", "check", "unique", "not"]),
        Kind::CreateIndex => has(&["unique"]),
        Kind::CreateTrigger | Kind::DropTrigger | Kind::DropIndex => true,
        _ => false,
    }
}

/// Whether a table is rebuilt, which is how SQLite changes the others.
fn is_rebuild(all: &[Statement]) -> bool {
    let has = |kind| all.iter().any(|it| it.kind == kind);
    has(Kind::CreateTable) && has(Kind::DropTable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    #[test]
    fn inferred() {
        for (sql, expected) in [
            ("CREATE TABLE a (x)", Category::Schema),
            ("CREATE TABLE a (x); CREATE INDEX i ON a (x)", Category::Schema),
            ("CREATE INDEX i ON a (x); DROP INDEX j", Category::Index),
            ("INSERT INTO a VALUES (1); PRAGMA optimize", Category::Data),
            ("ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)", Category::Constraint),
            ("ALTER TABLE a ADD x; UPDATE a SET x = 1", Category::Schema),
            ("", Category::Data),
        ] {
            let file = SourceFile::new("1.sql", sql);
            let statements = read(&SqlText::slice(&file, 0..sql.len()), Dialect::Sqlite);
            assert_eq!(infer(&statements), expected, "{sql}");
        }
    }
}
