//! Migrations of a plain directory, read and judged at run time.

use std::path::Path;

use migrate_codegen::check::{self, Checked, Depth, Options, Problem, ProblemKind, RollbackSource};
use migrate_codegen::rollback;
use migrate_codegen::source::directory::{self, DirectoryError, History, Layout};
use migrate_codegen::source::{Body as SourceBody, Fault, Source};
use migrate_codegen::{Dialect, RollbackClass};

use crate::migration::{Body, Found, Keeping, Migration, Part, Script, Written};
use crate::set::Set;

/// A directory of SQL files, read and judged.
#[derive(Debug)]
pub struct Directory {
    /// What was read.
    pub history: History,
    /// What the judge says of it.
    pub report: check::Report,
}

impl Directory {
    /// Reads and judges the SQL files of `path`, in the layout of the tool that they were written
    /// for; `None` recognises it.
    ///
    /// # Errors
    /// When the directory or a file cannot be read, or its layout is not recognised.
    pub fn read(
        path: &Path,
        dialect: Dialect,
        layout: Option<Layout>,
    ) -> Result<Self, DirectoryError> {
        Self::read_with(path, Options::new(dialect), layout)
    }

    /// The same with more to say of the check: the severities of rules, the oldest engine, ..
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_with(
        path: &Path,
        mut options: Options,
        layout: Option<Layout>,
    ) -> Result<Self, DirectoryError> {
        let history = directory::read(path, options.dialect, layout)?;
        if !history.faults.is_empty() {
            // Of an incomplete history the engine would only say what is missing.
            options.depth = Depth::Syntax;
        }
        let mut report = check::check(&history.sources, &options);
        report.problems.splice(0..0, history.faults.iter().map(problem));
        Ok(Self { history, report })
    }

    /// The migrations as a set with this name, ready to run; `None` when something is wrong with
    /// them.
    ///
    /// They stay in memory until the program ends.
    #[must_use]
    pub fn set(&self, name: &str, source: &str) -> Option<Set> {
        let pairs = self.history.sources.iter().zip(&self.report.migrations);
        let migrations = pairs.map(|(source, checked)| migration(source, checked)).collect();
        self.report.is_clean().then(|| Set::from_migrations(name, source, migrations))
    }
}

/// A file that could not be read as a migration.
fn problem(fault: &Fault) -> Problem {
    let Fault { file, at, message, help } = fault;
    Problem::error(ProblemKind::Structure, "unreadable", file, at.clone(), message)
        .with_help(help.clone())
}

/// The same value that the macros leave in a program.
fn migration(source: &Source, checked: &Checked) -> Migration {
    let rollback = &checked.rollback;
    let no_way_back = || rollback.reason.clone().unwrap_or_else(|| "none given".to_owned());
    let irreversible = match rollback.class {
        RollbackClass::Irreversible => {
            Some(source.keys.irreversible.clone().unwrap_or_else(no_way_back))
        }
        _ => None,
    };
    let down = |from| rollback.text.as_ref().filter(|_| rollback.source == from);
    let written = Written {
        version: source.version,
        name: keep(&source.name),
        description: keep(&source.description),
        created: source.keys.created.as_deref().map(keep),
        irreversible: irreversible.as_deref().map(keep),
        transactional: source.keys.transactional,
        timeout: source.keys.timeout,
        rollback_safe: source.keys.rollback_safe,
        impact: source.keys.impact,
        schema: None,
        up: body(&source.up),
        down: down(RollbackSource::Given).map(|sql| Body::Sql(keep(&sql.text))),
    };
    let found = Found {
        file: keep(&checked.file.name),
        category: checked.category,
        depends_on: checked.depends_on.clone().leak(),
        checksum: keep(&checked.checksum),
        class: rollback.class,
        up: script(&checked.up),
        down: script(&checked.down),
        inferred_down: down(RollbackSource::Inferred).map(|sql| keep(&sql.text)),
        footprint: checked.footprint.to_string().leak(),
        keeping: checked.keeping.iter().map(keeping).collect::<Vec<_>>().leak(),
    };
    Migration::new(written, found)
}

fn body(body: &SourceBody) -> Body {
    match body {
        SourceBody::Sql(sql) => Body::Sql(keep(&sql.text)),
        // A directory holds SQL files only.
        SourceBody::Code(_) => Body::Sql(""),
    }
}

fn script(script: &check::Script) -> Script {
    let part = |part: &check::Part| Part {
        start: part.range.start,
        end: part.range.end,
        line: part.place.line,
        column: part.place.column,
    };
    Script {
        statements: script.statements.iter().map(part).collect::<Vec<_>>().leak(),
        foreign_keys: script.foreign_keys,
        drops: words(&script.drops),
        sql: words(&script.sql),
    }
}

fn keeping(keeping: &rollback::Keeping) -> Keeping {
    Keeping {
        table: keep(&keeping.table),
        place: keep(&keeping.place),
        before: words(&keeping.before),
        after: words(&keeping.after),
    }
}

fn words(words: &[String]) -> &'static [&'static str] {
    words.iter().map(|word| keep(word)).collect::<Vec<_>>().leak()
}

/// Text that stays until the program ends, as that of compiled migrations does.
fn keep(text: &str) -> &'static str {
    String::from(text).leak()
}
