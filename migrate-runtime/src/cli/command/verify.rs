//! `verify`: prove in memory that every rollback restores what was there.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

#[cfg(all(feature = "verify", feature = "sqlite"))]
pub(crate) use proving::verify;

/// The proof is not part of every program.
#[cfg(not(all(feature = "verify", feature = "sqlite")))]
pub(crate) fn verify(_: &Session<'_>, _: &args::Verify) -> Result<u8, Failure> {
    Err(Failure::needs_feature("verify", "the features `verify` and `sqlite`"))
}

#[cfg(all(feature = "verify", feature = "sqlite"))]
mod proving {
    use std::collections::BTreeMap;

    use super::{Failure, Session, args};
    use crate::cli::command::change::Document;
    use crate::cli::output::{BAD, BOLD, DIM, GOOD, Reader, WARN};
    use crate::cli::plain;
    use crate::cli::session::Named;
    use crate::cli::table::{self, Cell};
    use crate::exit_code;
    use crate::human::plural;
    use crate::verify::{Proof, Report, Verify};
    use crate::{RollbackClass, Version};

    /// Proves the rollbacks of each set, and shows the first difference of those that do not
    /// restore.
    pub(crate) fn verify(session: &Session<'_>, args: &args::Verify) -> Result<u8, Failure> {
        let mut reports = Vec::new();
        for named in sets(session, args)? {
            if !named.dialect.is_sqlite() {
                return Err(Failure::usage(format!(
                    "`{}` is for {}, and rollbacks are proven on SQLite only",
                    named.name, named.dialect
                )));
            }
            let report = Verify::of(&named.set).run()?;
            show(session.reader, &named.name, &report);
            reports.push(report);
        }
        let is_clean = reports.iter().all(Report::is_clean);
        match reports.as_slice() {
            [report] => session.reader.document(report),
            _ => session.reader.document(&Document { databases: reports }),
        }
        Ok(if is_clean { exit_code::DONE } else { exit_code::FOUND })
    }

    fn sets(session: &Session<'_>, args: &args::Verify) -> Result<Vec<Named>, Failure> {
        let Some(path) = &args.directory.dir else { return session.sets() };
        let name = path.display().to_string();
        let (set, dialect) = plain::set(session, &name, path, &args.directory)?;
        Ok(vec![Named { name, dialect, set }])
    }

    fn show(reader: Reader, name: &str, report: &Report) {
        reader.line(&format!("{BOLD}{name}{BOLD:#}"));
        for line in table::lines(&rows(report)) {
            reader.line(&line);
        }
        for proof in &report.migrations {
            for line in explanation(proof) {
                reader.line(&line);
            }
        }
        for line in unfilled(report) {
            reader.line(&line);
        }
        reader.line(&summary(report));
    }

    /// The tables that some proof found empty, each once.
    fn unfilled(report: &Report) -> Vec<String> {
        let all = report.migrations.iter().flat_map(|proof| &proof.unfilled);
        let tables: BTreeMap<_, _> = all.map(|it| (&it.table, &it.reason)).collect();
        let line = |(table, reason)| format!("{WARN}no rows{WARN:#} in `{table}`: {reason}");
        tables.into_iter().map(line).collect()
    }

    /// A line a migration, in the order of versions.
    fn rows(report: &Report) -> Vec<Vec<Cell>> {
        let proven = report.migrations.iter().map(|proof| (proof.version, proven(proof)));
        let skipped = report.skipped.iter().map(|skipped| {
            let row = vec![
                Cell::number(skipped.version),
                Cell::text(&skipped.name),
                Cell::text("skipped"),
                Cell::text(RollbackClass::Irreversible).style(DIM),
                Cell::text(""),
                Cell::text(skipped.reason.as_deref().unwrap_or_default()).style(DIM),
            ];
            (skipped.version, row)
        });
        let mut rows: Vec<(Version, Vec<Cell>)> = proven.chain(skipped).collect();
        rows.sort_by_key(|(version, _)| *version);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn proven(proof: &Proof) -> Vec<Cell> {
        let state = if proof.restored {
            Cell::text("restored").style(GOOD)
        } else {
            Cell::text("not restored").style(BAD)
        };
        let rows = format!("{} row{}", proof.rows, plural(proof.rows));
        vec![
            Cell::number(proof.version),
            Cell::text(&proof.name),
            state,
            Cell::text(proof.class).style(DIM),
            Cell::number(rows).style(DIM),
        ]
    }

    /// What is wrong with a rollback, with the lines that differ; and what its proof lacks.
    fn explanation(proof: &Proof) -> Vec<String> {
        let title = format!("{} {}", proof.version, proof.name);
        let mut lines = Vec::new();
        if let Some(difference) = &proof.difference {
            lines.push(format!("{BAD}{title}{BAD:#}: {difference}"));
            let (before, after) = (proof.before.as_deref(), proof.after.as_deref());
            lines.extend(diff(before.unwrap_or_default(), after.unwrap_or_default()));
        }
        if let Some(refused) = &proof.refused {
            let rows =
                if proof.rows == 0 { "proven without rows" } else { "proven with fewer rows" };
            lines.push(format!("{WARN}{title}{WARN:#}: {rows}: {refused}"));
        }
        lines.extend(proof.notes.iter().map(|note| format!("{DIM}note{DIM:#} {title}: {note}")));
        lines
    }

    /// The lines that differ, from the first to the last.
    fn diff(before: &str, after: &str) -> Vec<String> {
        let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
        let start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let shorter = before.len().min(after.len()) - start;
        let tails = before.iter().rev().zip(after.iter().rev());
        let end = tails.take(shorter).take_while(|(a, b)| a == b).count();
        let lost = before[start..before.len() - end].iter();
        let new = after[start..after.len() - end].iter();
        lost.map(|line| format!("    {BAD}- {line}{BAD:#}"))
            .chain(new.map(|line| format!("    {GOOD}+ {line}{GOOD:#}")))
            .collect()
    }

    fn summary(report: &Report) -> String {
        let numbers = report.summary;
        let (restored, proven) = (numbers.restored, numbers.restored + numbers.not_restored);
        let style = if report.is_clean() { GOOD } else { BAD };
        let irreversible = match numbers.irreversible {
            0 => String::new(),
            count => format!(", {count} irreversible"),
        };
        format!("{style}{restored} of {proven} restored{style:#}{irreversible}")
    }
}
