//! The check itself.

use super::final_catalog::FinalCatalog;
use super::final_schema::FinalSchema;
use super::history::{History, Side, Text, Unit};
use super::options::{Depth, Options};
use super::policy;
use super::preserve;
use super::problem::Problem;
use super::report::{Checked, Part, Report, Script};
use super::way_back::{self, WayBack};
use crate::change::Before;
use crate::checkpoint::{Checkpoint, Judgement};
#[cfg(feature = "sqlite")]
use crate::checkpoint::{Recorded, Trusted};
use crate::footprint::{self, Footprint};
use crate::judge::postgres;
use crate::lint::Schema;
use crate::reader::{Kind, Statement};
use crate::rollback::{Inferred, NotInferred};
use crate::source::Source;
use crate::structure::{self, Dependencies, Needs};
use crate::{Dialect, ForeignKeys};

/// Checks a whole history: reads it, looks at its structure, lets the engine judge it, infers its
/// rollbacks, and asks the rules.
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::check::{Options, check};
///
/// let report = check(&[], &Options::new(Dialect::Sqlite));
/// assert!(report.is_clean());
/// ```
#[must_use]
pub fn check(sources: &[Source], options: &Options) -> Report {
    let mut history = History::read(sources, options.dialect);
    let (problems, dependencies) = structure::look(&history, options);
    let judged = judge(&history, options);
    report(&mut history, problems, dependencies, judged, options)
}

/// The same, from the generated files on: migrations that are still what these say are taken as they
/// say, and give no warnings again. What the files cannot tell is found out by a full check, so that
/// errors and what is found out of the other migrations are the same.
///
/// # Example
/// ```
/// use migrate_codegen::Dialect;
/// use migrate_codegen::check::{Options, check_from};
/// use migrate_codegen::checkpoint::Checkpoint;
///
/// let checkpoint = Checkpoint::find("src/lib.rs".as_ref(), "shop");
/// let report = check_from(checkpoint.as_ref(), &[], &Options::new(Dialect::Sqlite));
/// assert_eq!(report.trusted, 0);
/// ```
#[must_use]
pub fn check_from(
    checkpoint: Option<&Checkpoint>,
    sources: &[Source],
    options: &Options,
) -> Report {
    let started = checkpoint.and_then(|files| started(files, sources, options));
    started.unwrap_or_else(|| check(sources, options))
}

/// `None` where only a full check can tell.
#[cfg(feature = "sqlite")]
fn started(files: &Checkpoint, sources: &[Source], options: &Options) -> Option<Report> {
    if options.depth == Depth::Syntax || !options.dialect.is_sqlite() {
        return None;
    }
    let judgement = Judgement::new(options, crate::judge::sqlite::version());
    let recorded = Recorded::read(files, &judgement)?;
    let mut history = History::read(sources, options.dialect);
    let (problems, dependencies) = structure::look(&history, options);
    let trusted = Trusted::find(recorded, &history, &dependencies, options)?;
    let judged = Judged::from(&trusted, &history, options)?;
    let mut report = report(&mut history, problems, dependencies, judged, options);
    // What is new may break what is old, but may not warn of it again.
    let is_new = |it: &Problem| it.migration.is_none_or(|index| index >= trusted.len());
    report.problems.retain(|it| it.is_error() || is_new(it));
    report.is_clean().then_some(report)
}

#[cfg(not(feature = "sqlite"))]
fn started(_files: &Checkpoint, _sources: &[Source], _options: &Options) -> Option<Report> {
    None
}

/// Puts together what was found out.
fn report(
    history: &mut History<'_>,
    mut problems: Vec<Problem>,
    mut dependencies: Dependencies,
    mut judged: Judged,
    options: &Options,
) -> Report {
    for (unit, seen) in history.units.iter_mut().zip(&judged.seen) {
        if seen.comment == Comment::Prose {
            unit.forget_comment();
        }
    }
    let trusted = judged.trusted.len();
    let mut footprints = std::mem::take(&mut judged.trusted);
    let rest = history.units.iter().zip(&judged.seen).skip(trusted);
    footprints.extend(rest.map(|(unit, seen)| footprint::of(unit, seen)));
    dependencies.imply(history, &footprints);
    let mut footprints = footprints.into_iter();
    let mut of_rules = policy::split(&mut judged.problems, history.units.len());
    let mut migrations = Vec::with_capacity(history.units.len());
    for (index, unit) in history.units.iter().enumerate() {
        let seen = std::mem::take(&mut judged.seen[index]);
        let mut way_back = way_back::of(unit, &seen, options);
        let of_rules = std::mem::take(&mut of_rules[index]);
        if index >= trusted {
            let asked = policy::ask(index, &history.units, &seen, &way_back, of_rules, options);
            problems.extend(asked);
        }
        problems.extend(way_back.refused.take().map(|it| it.of(index)));
        migrations.push(checked(
            unit,
            way_back,
            seen.foreign_keys,
            footprints.next().unwrap_or_default(),
            &dependencies.of(index),
            options,
        ));
    }
    policy::yield_to(&judged.problems, history, &mut problems);
    if judged.problems.iter().any(Problem::is_error) {
        problems.retain(|problem| problem.code != preserve::UNSEEN);
    }
    problems.append(&mut judged.problems);
    problems.sort_by(|a, b| place(a).cmp(&place(b)));
    Report {
        dialect: options.dialect,
        engine: judged.engine,
        migrations,
        schema: judged.schema,
        catalog: judged.catalog,
        judgement: judged.judgement,
        trusted,
        problems,
    }
}

fn place(problem: &Problem) -> (Option<usize>, &str, usize) {
    (problem.migration, &problem.file.name, problem.at.start)
}

/// What the engine said, or its silence.
#[derive(Default)]
struct Judged {
    engine: Option<String>,
    problems: Vec<Problem>,
    /// By index of the migration.
    seen: Vec<Seen>,
    schema: Option<FinalSchema>,
    catalog: Option<FinalCatalog>,
    judgement: Option<Judgement>,
    /// The footprints of the migrations that were not judged again.
    trusted: Vec<Footprint>,
}

/// What a replay saw of one migration; without a replay, what its text shows.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// What its up and its down need.
    pub(crate) foreign_keys: [ForeignKeys; 2],
    /// What each statement of its text was about to change.
    pub(crate) before: Vec<Before>,
    /// What each statement of its text touched, where the engine says so.
    pub(crate) footprints: Vec<Option<Footprint>>,
    /// The same of the statements of its `sql!` texts, one after another.
    pub(crate) in_code: Vec<Option<Footprint>>,
    /// The schema before it.
    pub(crate) schema: Schema,
    /// Whether the rollback that stands in a comment replays.
    pub(crate) comment: Comment,
    /// The rollback, where it was inferred to be tried.
    pub(crate) inferred: Option<Result<Inferred, NotInferred>>,
}

/// What a commented rollback turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Comment {
    /// It may be one: nothing speaks against it.
    #[default]
    Sql,
    /// The engine refuses it.
    Prose,
}

impl Judged {
    fn nothing(history: &History<'_>) -> Self {
        let text = |side: &Side<'_>| side.text.as_ref().map_or(ForeignKeys::Keep, from_text);
        let seen = |unit: &Unit<'_>| {
            let down = unit.down.as_ref().map_or(ForeignKeys::Keep, text);
            Seen { foreign_keys: [text(&unit.up), down], ..Seen::default() }
        };
        let seen = history.units.iter().map(seen).collect();
        Self { seen, ..Self::default() }
    }
}

/// What the text alone says: a pragma asks for it, or a table is dropped that others may reference.
fn from_text(text: &Text<'_>) -> ForeignKeys {
    if text.statements.iter().any(|it| it.kind == Kind::DropTable) {
        ForeignKeys::Suspend
    } else {
        text.control.foreign_keys
    }
}

fn judge(history: &History<'_>, options: &Options) -> Judged {
    match (options.depth, options.dialect) {
        (Depth::Full, Dialect::Sqlite | Dialect::D1) => by_sqlite(history, options),
        (Depth::Full, Dialect::Postgres) => by_catalog(history),
        (Depth::Full, Dialect::DuckDb) | (Depth::Syntax, _) => Judged::nothing(history),
    }
}

/// PostgreSQL itself is not at hand: its catalog is.
fn by_catalog(history: &History<'_>) -> Judged {
    let mut judged = Judged::nothing(history);
    let verdict = postgres::judge(history);
    judged.problems = verdict.problems;
    judged.catalog = verdict.catalog;
    let found = verdict.comments.into_iter().zip(verdict.footprints);
    for (seen, (comment, footprints)) in judged.seen.iter_mut().zip(found) {
        seen.comment = comment;
        seen.footprints = footprints;
    }
    for (seen, inferred) in judged.seen.iter_mut().zip(verdict.inferred) {
        seen.inferred = inferred;
    }
    judged
}

#[cfg(feature = "sqlite")]
fn by_sqlite(history: &History<'_>, options: &Options) -> Judged {
    use super::problem::ProblemKind;
    use crate::judge::sqlite;
    use crate::source::SourceFile;

    match sqlite::judge(history, options, None) {
        Ok(verdict) => Judged {
            judgement: Some(Judgement::new(options, sqlite::version())),
            ..Judged::by(verdict)
        },
        Err(error) => {
            let file = history.units.first().map(|it| std::sync::Arc::clone(&it.source.file));
            let file = file.unwrap_or_else(|| SourceFile::new("", ""));
            let message = format!("SQLite cannot judge the history: {error}");
            let problem = Problem::error(ProblemKind::Judge, "no_engine", &file, 0..0, message);
            Judged { problems: vec![problem], ..Judged::nothing(history) }
        }
    }
}

#[cfg(feature = "sqlite")]
impl Judged {
    fn by(verdict: crate::judge::sqlite::Verdict) -> Self {
        Self {
            engine: Some(format!("SQLite {}", crate::judge::sqlite::version())),
            problems: verdict.problems,
            seen: verdict.seen,
            schema: verdict.schema,
            ..Self::default()
        }
    }

    /// What the generated files say of the trusted migrations, and the engine of the others; `None`
    /// when it cannot start from them.
    fn from(trusted: &Trusted<'_>, history: &History<'_>, options: &Options) -> Option<Self> {
        let mut judged = if trusted.len() == history.units.len() {
            let seen = history.units.iter().map(|_| Seen::default()).collect();
            Self { seen, ..Self::default() }
        } else {
            Self::by(crate::judge::sqlite::judge(history, options, Some(trusted)).ok()?)
        };
        for (block, seen) in trusted.blocks.iter().zip(&mut judged.seen) {
            seen.foreign_keys = block.foreign_keys();
            seen.inferred = Some(block.inferred());
            judged.trusted.push(block.footprint.clone());
        }
        Some(judged)
    }
}

#[cfg(not(feature = "sqlite"))]
fn by_sqlite(history: &History<'_>, _: &Options) -> Judged {
    // Without the engine both depths read alike.
    Judged::nothing(history)
}

fn checked(
    unit: &Unit<'_>,
    way_back: WayBack,
    [up, down]: [ForeignKeys; 2],
    footprint: Footprint,
    dependencies: &Needs,
    options: &Options,
) -> Checked {
    let source = unit.source;
    let down_checksum = way_back.given_checksum(source, options.dialect);
    let down = match (&unit.down, way_back.script) {
        (Some(side), _) => script(side, down),
        (None, inferred) => inferred.unwrap_or_default(),
    };
    Checked {
        version: source.version,
        name: source.name.clone(),
        file: std::sync::Arc::clone(&source.file),
        statements: unit.statements().to_vec(),
        category: source
            .keys
            .category
            .unwrap_or_else(|| structure::infer_category(unit.statements())),
        depends_on: dependencies.all(),
        declared: dependencies.declared(),
        footprint,
        checksum: unit.checksum.clone(),
        down_checksum,
        rollback: way_back.rollback,
        up: script(&unit.up, up),
        down,
        keeping: way_back.keeping,
    }
}

/// How a side is run. The text of a step in Rust is what it declares, not what is sent.
fn script(side: &Side<'_>, foreign_keys: ForeignKeys) -> Script {
    let sent = side.text.as_ref().filter(|_| side.code.is_none());
    Script {
        statements: sent.map(parts).unwrap_or_default(),
        foreign_keys,
        drops: side.text.as_ref().map(|text| drops(&text.statements)).unwrap_or_default(),
        sql: side.code.iter().flatten().map(|text| text.sql.text.clone()).collect(),
    }
}

/// The statements of a text that are sent.
pub(super) fn parts(text: &Text<'_>) -> Vec<Part> {
    text.run().map(|(_, it)| Part { range: it.range.clone(), place: it.place }).collect()
}

/// The tables that the statements drop.
pub(super) fn drops(statements: &[Statement]) -> Vec<String> {
    let dropped = statements.iter().filter(|it| it.kind == Kind::DropTable);
    dropped.filter_map(|it| Some(it.object.as_ref()?.name.clone())).collect()
}
