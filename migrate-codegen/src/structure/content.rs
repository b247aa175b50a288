//! Texts that say nothing, and statements that no transaction of ours can take.

use super::problem;
use crate::check::{History, Options, Problem, ProblemKind, Severity, Side, Unit, in_file};
use crate::source::Origin;
use crate::text::{TokenKind, tokens};

/// Empty migrations, `ROLLBACK` statements, and DDL that a step in Rust does not declare.
pub(super) fn problems(history: &History<'_>, options: &Options) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, unit) in history.units.iter().enumerate() {
        let endless = endless_comments(index, unit);
        if endless.is_empty() {
            problems.extend(empty(index, unit, options));
        }
        problems.extend(endless);
        for side in std::iter::once(&unit.up).chain(&unit.down) {
            problems.extend(rollbacks(index, side));
            problems.extend(undeclared(index, unit, side));
        }
    }
    problems
}

/// Comments in the literals of Rust items that never end, and hide what follows. SQLite takes them
/// for comments up to the end; the reader of SQL files refuses them on its own.
fn endless_comments(index: usize, unit: &Unit<'_>) -> Vec<Problem> {
    if unit.source.origin != Origin::Rust {
        return Vec::new();
    }
    let texts = std::iter::once(&unit.up).chain(&unit.down).flat_map(Side::texts);
    let found = texts.filter_map(|text| {
        let sql = text.sql;
        let dialect = text.dialect;
        let token = tokens(&sql.text, dialect).last()?;
        let endless = token.kind == TokenKind::BlockComment && !token.closed;
        endless.then(|| {
            let at = in_file(sql, &(token.range.start..token.range.start + 2));
            let message = "this comment never ends, and hides what follows";
            Problem::error(ProblemKind::Structure, "endless_comment", &sql.file, at, message)
                .of(index)
                .with_help("close it with `*/`".to_owned())
        })
    });
    found.collect()
}

fn empty(index: usize, unit: &Unit<'_>, options: &Options) -> Option<Problem> {
    let has_statements = unit.up.text.as_ref().is_some_and(|text| !text.control.run.is_empty());
    if unit.up.code.is_some() || has_statements {
        return None;
    }
    let source = unit.source;
    // Other tools run empty files, so histories that come from them keep them.
    let is_ours = source.origin != Origin::Directory && !options.is_adopted(source.version);
    let severity = if is_ours { Severity::Error } else { Severity::Warning };
    let message = format!("migration {} has no statement", source.version);
    let help = "write what it changes, or remove it".to_owned();
    Some(problem(index, source, "empty", message).with_help(help).with_severity(severity))
}

fn rollbacks(index: usize, side: &Side<'_>) -> Vec<Problem> {
    let found = side.texts().flat_map(|text| {
        text.control.rollbacks.iter().map(move |&at| {
            let at = in_file(text.sql, &text.statements[at].range);
            let message = "`ROLLBACK` would undo the runner's own transaction";
            Problem::error(ProblemKind::Structure, "rollback", &text.sql.file, at, message)
                .of(index)
                .with_help(
                    "leave it out; what rolls the migration back stands in its down".to_owned(),
                )
        })
    });
    found.collect()
}

fn undeclared(index: usize, unit: &Unit<'_>, side: &Side<'_>) -> Vec<Problem> {
    if unit.source.keys.schema.is_some() {
        return Vec::new();
    }
    let texts = side.code.iter().flatten();
    let ddl = texts.flat_map(|text| text.statements.iter().map(move |it| (text, it)));
    let found = ddl.filter(|(_, statement)| statement.kind.is_ddl()).map(|(text, statement)| {
        let at = in_file(text.sql, &statement.range);
        let message = format!("`{}` in a step that declares no DDL", statement.kind);
        Problem::error(ProblemKind::Structure, "undeclared_ddl", &text.sql.file, at, message)
            .of(index)
            .with_help("declare it: `#[migration(.., schema = \"..\")]`".to_owned())
    });
    found.collect()
}
