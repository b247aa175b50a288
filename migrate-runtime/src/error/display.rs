//! The words of every error: what is wrong, and the next step in `(hint: ..)`.

use std::fmt::{self, Formatter};

use super::{Back, Error, Kind, Maker, Misfit, OutOfOrder};
use crate::driver::Losses;
use crate::human;
use crate::plan::Hindrance;

pub(super) fn write(error: &Error, f: &mut Formatter<'_>) -> fmt::Result {
    let migration = Subject(error);
    match error.kind() {
        Kind::Edited { .. }
        | Kind::Missing { .. }
        | Kind::OutOfOrder { .. }
        | Kind::Newer { .. }
        | Kind::NewerFormat { .. }
        | Kind::Nonsense { .. }
        | Kind::ResumeEdited { .. }
        | Kind::HalfRolledBack
        | Kind::ResumeInside => conflict(error.kind(), &migration, f),
        Kind::UnknownVersion { .. }
        | Kind::NotApplied { .. }
        | Kind::KeepsNothing
        | Kind::NotOneTransaction
        | Kind::MissingDependency { .. }
        | Kind::HasDependents { .. }
        | Kind::BelowHalfDone { .. }
        | Kind::Irreversible { .. }
        | Kind::NoWayBack { .. }
        | Kind::Setting { .. }
        | Kind::Contradiction { .. }
        | Kind::WouldLose { .. }
        | Kind::Unfit { .. }
        | Kind::Stranded { .. } => refusal(error.kind(), &migration, f),
        Kind::Locked { .. }
        | Kind::Busy { .. }
        | Kind::OtherHolder { .. }
        | Kind::Fenced
        | Kind::Cancelled
        | Kind::OutOfTime { .. }
        | Kind::OpenTransaction
        | Kind::ForeignTable { .. } => database(error.kind(), f),
        Kind::Adoption(adoption) => adoption.write(&migration, f),
        Kind::Backfill(fault) => fault.write(&migration, f),
        Kind::Backup(fault) => fault.write(f),
        Kind::Hook(fault) => fault.write(f),
        Kind::Unknowable(why) => why.write(&migration, f),
        Kind::Database(fault) => fault.write(f),
        kind => failure(kind, &migration, f),
    }
}

/// The migration, as messages begin.
pub(super) struct Subject<'a>(&'a Error);

impl Subject<'_> {
    /// ` 7`, where it is known.
    pub(super) fn version(&self) -> String {
        self.0.version().map(|version| format!(" {version}")).unwrap_or_default()
    }
}

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.0.version(), self.0.name()) {
            (Some(version), Some(name)) => write!(f, "migration {version} `{name}`"),
            (Some(version), None) => write!(f, "migration {version}"),
            (None, _) => f.write_str("the migration"),
        }
    }
}

fn conflict(kind: &Kind, migration: &Subject<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        Kind::Edited { applied_at } => {
            write!(f, "{migration} was edited after it was applied")?;
            if let Some(at) = applied_at {
                write!(f, " on {}", human::day(at))?;
            }
            f.write_str(
                " (hint: restore its text and put the change into a new migration, or accept the \
                 new text with `repair",
            )?;
            write_version(migration.0, f)?;
            f.write_str("`)")
        }
        Kind::Missing { back } => {
            write!(f, "{migration} is applied, but the set does not have it any more (hint: ")?;
            match back {
                Back::Unknown => f.write_str("restore it; an applied migration stays in its set)"),
                Back::Stored => {
                    f.write_str("restore it, or roll it back with `down --only")?;
                    write_version(migration.0, f)?;
                    f.write_str(" --force`: the history keeps its rollback)")
                }
            }
        }
        Kind::OutOfOrder(why) => out_of_order(why, migration, f),
        Kind::Newer { last, back } => {
            write!(f, "{migration} is applied, and this program knows ")?;
            match last {
                Some(last) => write!(f, "migrations only up to {last}")?,
                None => f.write_str("no migrations")?,
            }
            f.write_str(" (hint: run the newer program")?;
            match (back, last) {
                (Back::Unknown, _) => f.write_str(")"),
                (Back::Stored, last) => write!(
                    f,
                    ", or go back with `down --to {} --force`: the history keeps its rollback)",
                    last.unwrap_or_default()
                ),
            }
        }
        Kind::NewerFormat { found, known } => write!(
            f,
            "the history has format {found}, and this program knows formats up to {known} \
             (hint: run the newer program)"
        ),
        Kind::Nonsense { what } => write!(
            f,
            "{what}, which no version of this program writes \
             (hint: somebody changed the history's tables; restore them from a backup)"
        ),
        Kind::ResumeEdited { statement } => write!(
            f,
            "{migration} stopped half done, and its statements up to {statement}, which did run, \
             were edited since (hint: restore their text; those that did not run may change)"
        ),
        Kind::HalfRolledBack => write!(
            f,
            "the rollback of {migration} stopped half done (hint: `down` goes on with it, and \
             `status` shows how far it is)"
        ),
        Kind::ResumeInside => write!(
            f,
            "{migration} stopped half done outside a transaction, and would now run in one, from \
             its beginning (hint: restore how it was written, and let it come to its end first)"
        ),
        _ => Ok(()),
    }
}

/// The version behind a command's name, where it is known.
fn write_version(error: &Error, f: &mut Formatter<'_>) -> fmt::Result {
    error.version().map_or(Ok(()), |version| write!(f, " {version}"))
}

fn out_of_order(why: &OutOfOrder, migration: &Subject<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    let OutOfOrder { after, name, because, last } = why;
    write!(f, "{migration} is not applied, but the later migration {after}")?;
    if let Some(name) = name {
        write!(f, " `{name}`")?;
    }
    let own = migration.0.version();
    let by_name = format!("apply it by name with `--only {}`", own.unwrap_or_default());
    match because {
        Hindrance::Dependent => {
            return write!(
                f,
                ", which depends on it, ran already (hint: roll {after} back first, or {by_name})"
            );
        }
        Hindrance::Refused => f.write_str(" ran already, and late migrations are refused")?,
        Hindrance::Touched(names) => {
            write!(f, " ran already, and both touch {}", human::names(names))?;
        }
        Hindrance::Opaque(version) => {
            let tense = if Some(*version) == own { "touches" } else { "touched" };
            write!(f, " ran already, and what {version} {tense} cannot be told")?;
        }
    }
    write!(
        f,
        " (hint: give it a version above {last}; where their order does not matter, {by_name})"
    )
}

fn refusal(kind: &Kind, migration: &Subject<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        Kind::UnknownVersion { asked } => {
            write!(f, "there is no migration {asked} (hint: `status` lists the versions)")
        }
        Kind::NotApplied { asked } => write!(f, "migration {asked} is not applied"),
        Kind::KeepsNothing => {
            write!(f, "{migration} keeps nothing aside (hint: `backup list` shows what is kept)")
        }
        Kind::NotOneTransaction => write!(
            f,
            "{migration} has transactions of its own, so it cannot be part of a single transaction \
             (hint: run without `--single-transaction`)"
        ),
        Kind::MissingDependency { needs } => write!(
            f,
            "{migration} depends on migration {needs}, which is not applied \
             (hint: apply {needs} first)"
        ),
        Kind::HasDependents { dependents } => write!(
            f,
            "{migration} cannot be rolled back alone: {0} depend{1} on it (hint: roll {0} back first, \
             or all together with `--with-dependents`)",
            human::list(dependents),
            if dependents.len() == 1 { "s" } else { "" },
        ),
        Kind::BelowHalfDone { half_done, name } => {
            write!(f, "{migration} cannot be rolled back beneath migration {half_done}")?;
            if let Some(name) = name {
                write!(f, " `{name}`")?;
            }
            f.write_str(
                ", which began and did not end (hint: `up` goes on with it, and what did not run \
                 of it may be corrected; then roll both back; `status` shows how far it is)",
            )
        }
        Kind::Irreversible { reason } => {
            write!(f, "{migration} cannot be rolled back")?;
            match reason {
                Some(reason) => write!(f, ": {reason}"),
                None => f.write_str(": no rollback is known"),
            }
        }
        Kind::NoWayBack { reason } => {
            write!(
                f,
                "{migration} could not be rolled back, and each migration must have a way back"
            )?;
            reason.as_ref().map_or(Ok(()), |reason| write!(f, ": {reason}"))?;
            f.write_str(" (hint: write its rollback, or run without `require_rollback`)")
        }
        Kind::Setting { what } => f.write_str(what),
        Kind::Contradiction { one, other } => {
            write!(f, "`{one}` and `{other}` exclude each other (hint: leave one of them out)")
        }
        Kind::WouldLose { losses } => {
            write!(f, "rolling back {migration} would ")?;
            write_losses(losses, f)
        }
        Kind::Stranded { table, parent, rows } => write!(
            f,
            "rolling back {migration} would leave {} without {} in `{parent}` (hint: bring back what \
             they refer to, or change or delete them where they are)",
            human::rows(*rows, table),
            if *rows == 1 { "its row" } else { "their rows" },
        ),
        Kind::Unfit { table, rows, misfit: Misfit::Kept } => write!(
            f,
            "rolling back {migration} could not bring back {} as it was: what was written since is \
             in the way (hint: change or delete that first)",
            human::rows(*rows, table)
        ),
        Kind::Unfit { table, rows, misfit: Misfit::Newer } => write!(
            f,
            "rolling back {migration} would lose {}, which the schema before it does not take \
             (hint: change or delete them first)",
            human::rows(*rows, table)
        ),
        _ => Ok(()),
    }
}

fn write_losses(losses: &Losses, f: &mut Formatter<'_>) -> fmt::Result {
    for (at, loss) in losses.deleted.iter().enumerate() {
        let before = if at == 0 { "delete " } else { ", " };
        write!(f, "{before}{loss}")?;
    }
    if let Some(at) = &losses.discarded_at {
        let and = if losses.deleted.is_empty() { "" } else { ", and would " };
        write!(f, "{and}not bring back the rows that were discarded on {}", human::day(at))?;
    }
    f.write_str(if losses.deleted.is_empty() {
        " (hint: say `--force` to go without them)"
    } else {
        " (hint: `--backup` copies the database first, `--force` goes without)"
    })
}

fn failure(kind: &Kind, migration: &Subject<'_>, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        Kind::Statement => {
            write!(f, "{migration} failed")?;
            write_position(migration.0, f)
        }
        Kind::Keeping { table } => write!(
            f,
            "{migration} could not keep rows of `{table}` aside, so nothing was changed (hint: mend \
             what the database says, or replace `preserve` by a rollback of your own)"
        ),
        Kind::Step => write!(f, "the step in Rust of {migration} failed"),
        Kind::Query => f.write_str("the statement failed"),
        Kind::Nul => {
            write!(f, "{migration} has a NUL byte in its SQL")?;
            write_position(migration.0, f)?;
            f.write_str(" (hint: remove it; the engine would not see what follows it)")
        }
        Kind::Control { word } => write!(
            f,
            "a step in Rust cannot say `{word}`: it runs inside the migration's own transaction \
             (hint: return an error to roll everything back)"
        ),
        Kind::Several { statements } => {
            write!(f, "expected one statement, found {statements} (hint: send them one by one)")
        }
        Kind::Column { index, wanted } => {
            write!(f, "column {index} of the row is not {wanted}")
        }
        Kind::UndeclaredDdl => write!(
            f,
            "the step in Rust of {migration} changed the schema without saying so \
             (hint: declare it with `schema = \"..\"`, or put it into a migration of its own)"
        ),
        Kind::EndedTransaction => write!(
            f,
            "the step in Rust of {migration} ended the migration's transaction \
             (hint: leave out COMMIT and ROLLBACK; what it committed stays)"
        ),
        Kind::Orphans { table, parent, rows } => write!(
            f,
            "{migration} would leave {rows} row{} of `{table}` without {} in `{parent}` \
             (hint: keep the rows they refer to, or change the references in the same migration)",
            human::plural(*rows),
            if *rows == 1 { "its row" } else { "their rows" },
        ),
        Kind::TimedOut { limit } => {
            write!(f, "{migration} ran longer than its timeout of {}", human::duration(*limit))?;
            write_position(migration.0, f)
        }
        Kind::Transaction { what } => write!(f, "{migration} failed at {what}"),
        Kind::SomeFailed { failed, skipped } => write_failures(*failed, *skipped, migration, f),
        _ => Ok(()),
    }
}

fn write_failures(
    failed: usize,
    skipped: usize,
    first: &Subject<'_>,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match failed - 1 {
        0 => write!(f, "{first} failed")?,
        1 => write!(f, "{first} and 1 other failed")?,
        others => write!(f, "{first} and {others} others failed")?,
    }
    match skipped {
        0 => f.write_str("; what does not depend on that was done")?,
        1 => f.write_str(", and 1 was skipped because of that")?,
        _ => write!(f, ", and {skipped} were skipped because of that")?,
    }
    f.write_str(" (hint: correct what failed, and run it again)")
}

fn write_position(error: &Error, f: &mut Formatter<'_>) -> fmt::Result {
    let Some(at) = error.position() else { return Ok(()) };
    if at.statements > 1 {
        write!(f, " at statement {} of {}", at.statement, at.statements)?;
    }
    if at.line > 0 { write!(f, ", {}:{}:{}", at.file, at.line, at.column) } else { Ok(()) }
}

fn database(kind: &Kind, f: &mut Formatter<'_>) -> fmt::Result {
    match kind {
        Kind::Locked { holder } => write!(
            f,
            "the database has been migrated by {holder} since {} (hint: wait for that run; without \
             it the lock is free at {}, or at once by `lock release`)",
            human::moment(&holder.since),
            human::moment(&holder.until)
        ),
        Kind::Busy { waited, writer } => {
            f.write_str("the database stayed locked by ")?;
            match writer {
                Some(writer) => write!(f, "{writer}")?,
                None => f.write_str("another process")?,
            }
            write!(
                f,
                " for {} (hint: wait for it to finish, or allow more time with `--lock-timeout`)",
                human::duration(*waited)
            )
        }
        Kind::OtherHolder { holder } => write!(
            f,
            "another run holds the lock by now, {holder}, and keeps it (hint: `lock status` shows it)"
        ),
        Kind::Fenced => f.write_str(
            "the lock of this run was taken over or released \
             (hint: run it again; it goes on where the history stands)",
        ),
        Kind::Cancelled => f.write_str(
            "the run was stopped before its end (hint: run it again; it goes on where it stopped)",
        ),
        Kind::OutOfTime { limit } => write!(
            f,
            "the run took longer than the {} that it may, and was stopped (hint: run it again; it \
             goes on where it stopped; `--timeout` allows more)",
            human::duration(*limit)
        ),
        Kind::OpenTransaction => f.write_str(
            "the connection is inside a transaction \
             (hint: commit it or roll it back before migrating)",
        ),
        Kind::ForeignTable { table, maker } => {
            write!(f, "the table `{table}` was not made by this program, and stays as it is ")?;
            match maker {
                Maker::Runner => f.write_str("(hint: `adopt` takes its rows over)"),
                Maker::Unknown => {
                    f.write_str("(hint: choose another name for the history with `history_table`)")
                }
            }
        }
        _ => Ok(()),
    }
}
