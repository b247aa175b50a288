//! `check`: judge the migrations without a database.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Reads the sources again and shows what is wrong with them.
#[cfg(feature = "dev")]
pub(crate) fn check(session: &Session<'_>, args: &args::Check) -> Result<u8, Failure> {
    use crate::cli::{plain, sources};
    use crate::exit_code;

    let mut reports = Vec::new();
    if let Some(path) = &args.directory.dir {
        let directory = plain::read(session, path, &args.directory)?;
        for skipped in &directory.history.skipped {
            session.reader.note(&format!("note: {} is not run: {}", skipped.file, skipped.reason));
        }
        reports.push((path.display().to_string(), directory.report));
    } else {
        for set in session.sets()? {
            reports.push((set.name.clone(), sources::check(&set, session.settings.levels())?));
        }
    }
    show(session, args.format, &reports);
    let is_clean = reports.iter().all(|(_, report)| report.is_clean());
    Ok(if is_clean { exit_code::DONE } else { exit_code::FOUND })
}

/// Writes the reports, each with the name of what it is about.
#[cfg(feature = "dev")]
fn show(
    session: &Session<'_>,
    format: Option<args::Format>,
    named: &[(String, migrate_codegen::check::Report)],
) {
    use crate::cli::args::Format;
    use crate::cli::output::{self, Reader};
    use crate::cli::problems;
    use migrate_codegen::check::{github, sarif};

    let reports: Vec<_> = named.iter().map(|(_, report)| report).collect();
    let reader = match format {
        Some(Format::Sarif) => return Reader::Program.document(&sarif(&reports)),
        Some(Format::Github) => {
            let problems = reports.iter().flat_map(|report| &report.problems);
            return problems.for_each(|it| output::raw(&format!("{}\n", github(it))));
        }
        Some(Format::Json) => Reader::Program,
        Some(Format::Text) | None => session.reader,
    };
    for (name, report) in named {
        problems::show(reader, name, report);
    }
    match reports.as_slice() {
        [report] => reader.document(&report.document()),
        several => reader.document(&super::change::Document {
            databases: several.iter().map(|report| report.document()).collect(),
        }),
    }
}

/// A deployed program has no sources to check.
#[cfg(not(feature = "dev"))]
pub(crate) fn check(_: &Session<'_>, _: &args::Check) -> Result<u8, Failure> {
    Err(Failure::needs_dev("check"))
}
