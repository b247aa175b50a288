//! Where `preserve` cannot be kept: it is refused there, because a key that promises rows is never
//! ignored.

use std::sync::Arc;

use super::history::{DownFrom, Unit};
use super::options::{Depth, Options};
use super::problem::{Problem, ProblemKind};
use crate::rollback::NotInferred;
use crate::{Dialect, Transactional};

/// The code of its problems.
const CODE: &str = "preserve";
/// The code where the replay did not come to the migration: another problem says why.
pub(super) const UNSEEN: &str = "preserve_unseen";

/// What contradicts `preserve` before anything is replayed; `None` also without the key.
pub(super) fn contradiction(unit: &Unit<'_>, options: &Options) -> Option<Problem> {
    let keys = &unit.source.keys;
    keys.preserve.as_ref()?;
    let given = unit.down.is_some() && unit.down_from == DownFrom::Code;
    let (message, help) = match () {
        () if options.dialect == Dialect::DuckDb => (
            "`preserve` cannot be kept on DuckDB so far".to_owned(),
            "write the rollback, or `irreversible` with a reason",
        ),
        () if unit.up.code.is_some() => (
            "`preserve` cannot see what a step in Rust changes".to_owned(),
            "write the change as SQL, or the step's rollback as `fn down`",
        ),
        () if keys.irreversible.is_some() => (
            "`preserve` keeps rows for a rollback, and `irreversible` says that there is none"
                .to_owned(),
            "remove one of the two",
        ),
        () if given => (
            "`preserve` keeps rows for the inferred rollback, and the migration brings its own"
                .to_owned(),
            "remove that rollback, or `preserve`",
        ),
        () if keys.transactional == Transactional::No => (
            "`preserve` keeps rows in the migration's transaction, and it runs without one"
                .to_owned(),
            "remove `preserve`, or let it run in a transaction",
        ),
        () => return None,
    };
    Some(problem(unit, CODE, message).with_help(help.to_owned()))
}

/// Why nothing is kept.
pub(super) fn refusal(unit: &Unit<'_>, why: &NotInferred) -> Problem {
    let message = format!("`preserve` is not possible here: {}", why.why);
    let problem = problem(unit, CODE, message).with_help(why.write.clone());
    let statement =
        unit.up.text.as_ref().and_then(|text| Some((text, text.statements.get(why.step)?)));
    match statement {
        Some((text, statement)) => Problem {
            at: super::in_file(text.sql, &statement.range),
            file: Arc::clone(&text.sql.file),
            ..problem
        },
        None => problem,
    }
}

/// Nobody saw what the migration overwrites.
pub(super) fn unseen(unit: &Unit<'_>, options: &Options) -> Problem {
    if options.depth == Depth::Syntax {
        let message = "`preserve` needs the replay, which sees what the migration overwrites";
        return problem(unit, UNSEEN, message.to_owned())
            .with_help("build without `MIGRATE_CHECK=syntax`".to_owned());
    }
    let message = "`preserve` is not possible here: what the migration overwrites was not seen";
    problem(unit, UNSEEN, message.to_owned())
        .with_help("write the rollback instead of `preserve`".to_owned())
}

fn problem(unit: &Unit<'_>, code: &'static str, message: String) -> Problem {
    let source = unit.source;
    let at = source.keys.preserve.clone().unwrap_or_else(|| source.at.clone());
    Problem::error(ProblemKind::Structure, code, &source.file, at, message)
}
