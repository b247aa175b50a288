//! `check`: judge the migrations without a database.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Reads the sources again and shows what is wrong with them.
#[cfg(feature = "dev")]
pub(crate) fn check(session: &Session<'_>, args: &args::Check) -> Result<u8, Failure> {
    use crate::cli::{plain, problems, sources};
    use crate::exit_code;

    let mut reports = Vec::new();
    if let Some(path) = &args.directory.dir {
        let directory = plain::read(path, &args.directory)?;
        for skipped in &directory.history.skipped {
            session.reader.note(&format!("note: {} is not run: {}", skipped.file, skipped.reason));
        }
        reports.push((path.display().to_string(), directory.report));
    } else {
        for set in session.sets()? {
            reports.push((set.name.clone(), sources::check(&set)?));
        }
    }
    for (name, report) in &reports {
        problems::show(session.reader, name, report);
    }
    match reports.as_slice() {
        [(_, report)] => session.reader.document(&report.document()),
        several => session.reader.document(&super::change::Document {
            databases: several.iter().map(|(_, report)| report.document()).collect(),
        }),
    }
    let is_clean = reports.iter().all(|(_, report)| report.is_clean());
    Ok(if is_clean { exit_code::DONE } else { exit_code::FOUND })
}

/// A deployed program has no sources to check.
#[cfg(not(feature = "dev"))]
pub(crate) fn check(_: &Session<'_>, _: &args::Check) -> Result<u8, Failure> {
    Err(Failure::needs_dev("check"))
}
