//! `graph`: which migration needs which.

use crate::cli::args;
use crate::cli::failure::Failure;
use crate::cli::session::Session;

/// Prints the graph of each set.
#[cfg(feature = "dev")]
pub(crate) fn graph(session: &Session<'_>, args: &args::Graph) -> Result<u8, Failure> {
    use migrate_codegen::graph;

    use crate::cli::output::{self, Reader};
    use crate::cli::{plain, sources};
    use crate::exit_code;

    let mut reports = Vec::new();
    if let Some(path) = &args.directory.dir {
        reports.push(plain::read(session, path, &args.directory)?.report);
    } else {
        for set in session.sets()? {
            reports.push(sources::check(&set, Vec::new())?);
        }
    }
    if session.reader == Reader::Program {
        session.reader.document(&Document::of(&reports));
        return Ok(exit_code::DONE);
    }
    for report in &reports {
        output::raw(&match args.format {
            args::GraphFormat::Mermaid => graph::mermaid(report),
            args::GraphFormat::Dot => graph::dot(report),
        });
    }
    Ok(exit_code::DONE)
}

/// A deployed program has no sources to read.
#[cfg(not(feature = "dev"))]
pub(crate) fn graph(_: &Session<'_>, _: &args::Graph) -> Result<u8, Failure> {
    Err(Failure::needs_dev("graph"))
}

#[cfg(feature = "dev")]
use document::Document;

#[cfg(feature = "dev")]
mod document {
    use migrate_codegen::Version;
    use migrate_codegen::check::Report;
    use serde::Serialize;

    /// What each migration needs.
    #[derive(Serialize)]
    pub(super) struct Document<'a> {
        databases: Vec<Database<'a>>,
    }

    #[derive(Serialize)]
    struct Database<'a> {
        migrations: Vec<Migration<'a>>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Migration<'a> {
        version: i64,
        name: &'a str,
        depends_on: Vec<i64>,
        implied: Vec<i64>,
    }

    impl<'a> Document<'a> {
        pub(super) fn of(reports: &'a [Report]) -> Self {
            Self { databases: reports.iter().map(database).collect() }
        }
    }

    fn database(report: &Report) -> Database<'_> {
        let numbers = |versions: &mut dyn Iterator<Item = &Version>| -> Vec<i64> {
            versions.map(|version| version.get()).collect()
        };
        let migrations = report.migrations.iter().map(|it| Migration {
            version: it.version.get(),
            name: &it.name,
            depends_on: numbers(&mut it.declared.iter()),
            implied: numbers(&mut it.depends_on.iter().filter(|on| !it.declared.contains(on))),
        });
        Database { migrations: migrations.collect() }
    }
}
