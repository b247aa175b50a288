//! `status`: what is applied and what is pending.

use super::backup;
use crate::Version;
use crate::cli::args;
use crate::cli::engine::{self, Order};
use crate::cli::failure::Failure;
use crate::cli::output::{BAD, DIM, GOOD, Reader, WARN};
use crate::cli::session::{Database, Session};
use crate::cli::table::{self, Cell};
use crate::driver::Lease;
use crate::exit_code;
use crate::human::moment;
use crate::plan::ConflictKind;
use crate::report::{Status, StatusReport};

/// Shows where each database stands.
pub(crate) fn status(session: &Session<'_>, args: &args::Status) -> Result<u8, Failure> {
    let mut report = StatusReport::default();
    for database in session.databases(&args.directory)? {
        let mut order = Order::default();
        order.options.out_of_order = session.out_of_order(None).value;
        let status = engine::read(&database)?.status(&order)?;
        show(session.reader, &database, &status);
        report.databases.push(status);
    }
    session.reader.document(&report);
    let is_pending = report.databases.iter().any(|status| !status.pending.is_empty());
    Ok(if args.exit_code && is_pending { exit_code::FOUND } else { exit_code::DONE })
}

fn show(reader: Reader, database: &Database, status: &Status) {
    reader.line(&database.heading());
    for line in table::lines(&rows(status)) {
        reader.line(&line);
    }
    if let Some(Lease::Held(holder)) = &status.locked {
        let since = moment(&holder.since);
        reader.line(&format!("{WARN}being migrated{WARN:#} by {holder} since {since}"));
    }
    for line in status.running.iter().chain(&status.failed) {
        if let Some(next) = &line.next {
            reader.line(&format!("{} goes on with {next}", line.version));
        }
    }
    for line in &status.rolling_back {
        let next = line.next.as_ref().map(|next| format!(" with {next}")).unwrap_or_default();
        reader.line(&format!("`down` goes on{next}"));
    }
    let stopped = status.failed.iter().chain(&status.rolling_back);
    for error in stopped.filter_map(|line| line.error.as_ref()) {
        reader.line(&format!("{BAD}{error}{BAD:#}"));
    }
    if !status.kept.is_empty() {
        reader.line("kept aside for rollbacks:");
        for line in backup::lines(&status.kept) {
            reader.line(&line);
        }
        reader.line(&backup::advice(&status.kept));
    }
    reader.line(&summary(status));
}

/// A line a migration, in the order of versions.
fn rows(status: &Status) -> Vec<Vec<Cell>> {
    let mut rows: Vec<(Version, Vec<Cell>)> = Vec::new();
    for line in &status.applied {
        let state =
            conflict(status, line.version).unwrap_or_else(|| Cell::text("applied").style(GOOD));
        let at = line.applied_at.as_deref().map(moment).unwrap_or_default();
        let time = line.execution_time.map(|time| format!("{time} ms")).unwrap_or_default();
        rows.push((line.version, row(line.version, &line.name, state, [at, time])));
    }
    for line in &status.pending {
        let state =
            conflict(status, line.version).unwrap_or_else(|| Cell::text("pending").style(WARN));
        let late = line.after.map(|after| format!("late, behind {after}"));
        let irreversible = (!line.reversible).then(|| "irreversible".to_owned());
        let notes: Vec<_> = late.into_iter().chain(irreversible).collect();
        let cells = [notes.join(", "), String::new()];
        rows.push((line.version, row(line.version, &line.name, state, cells)));
    }
    let half_done = status.running.iter().chain(&status.failed).map(|line| (line, "half done"));
    let back = status.rolling_back.iter().map(|line| (line, "half rolled back"));
    for (line, state) in half_done.chain(back) {
        let state = Cell::text(state).style(BAD);
        let done = format!("{} of {} statements", line.done, line.total);
        // It is pending too; this line says more.
        rows.retain(|(version, _)| *version != line.version);
        rows.push((line.version, row(line.version, &line.name, state, [done, String::new()])));
    }
    rows.sort_by_key(|(version, _)| *version);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row(version: Version, name: &str, state: Cell, notes: [String; 2]) -> Vec<Cell> {
    let [first, second] = notes;
    vec![
        Cell::number(version),
        Cell::text(name),
        state,
        Cell::text(first).style(DIM),
        Cell::number(second).style(DIM),
    ]
}

/// The state of a migration about which set and history disagree.
fn conflict(status: &Status, version: Version) -> Option<Cell> {
    let conflict = status.conflicts.iter().find(|conflict| conflict.version == version)?;
    let word = match conflict.kind {
        ConflictKind::Edited => "edited",
        ConflictKind::Missing => "missing",
        ConflictKind::Newer => "newer",
        ConflictKind::HalfRolledBack => "half rolled back",
        ConflictKind::OutOfOrder => "out of order",
    };
    Some(Cell::text(word).style(BAD))
}

fn summary(status: &Status) -> String {
    let (applied, total) = (status.summary.applied, status.summary.total);
    let stopped = status.running.len() + status.failed.len();
    let next = if let Some(conflict) = status.conflicts.first() {
        let version = conflict.version;
        format!("{BAD}`up` refuses because of {version}{BAD:#}: `plan` says why")
    } else if stopped > 0 {
        format!("{WARN}{stopped} half done{WARN:#}: `up` goes on")
    } else if status.pending.is_empty() {
        "nothing is pending".to_owned()
    } else {
        format!("{} pending: `up` applies what is missing", status.pending.len())
    };
    format!("{applied} of {total} applied, {next}")
}
