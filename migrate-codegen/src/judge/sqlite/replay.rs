//! The history, replayed from an empty database.

use super::engine::Engine;
use super::locate::find;
use super::probe::Broken;
use super::refusal::Refusal;
use super::rehearsal::{Rehearsal, What};
use super::run::{Context, Finish, Outcome, Rows};
use super::{catalog, d1, features, final_schema, hint, pragma, probe, start};
use crate::Dialect;
use crate::ForeignKeys;
use crate::check::{
    AfterRows, Comment, DownFrom, FinalSchema, History, Options, Problem, ProblemKind, Seen,
    Severity, Side, Text, Unit, wants_inferred,
};
use crate::checkpoint::Trusted;
use crate::footprint::Footprint;
use crate::judge::trail::{Spot, Trail};
use crate::reader::{Kind, Statement};
use crate::text::tokens;

/// What the replay found out.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) problems: Vec<Problem>,
    /// What was seen of each migration, by its index.
    pub(crate) seen: Vec<Seen>,
    /// The schema that the history leaves, unless something was refused.
    pub(crate) schema: Option<FinalSchema>,
}

/// Replays the history in SQLite: all of it, or what comes after the trusted migrations.
///
/// # Errors
/// When SQLite cannot be opened in memory, a declared function cannot be registered, or SQLite
/// refuses the schema to start from: its own words.
pub(crate) fn judge(
    history: &History<'_>,
    options: &Options,
    start: Option<&Trusted<'_>>,
) -> Result<Verdict, String> {
    let engine = Engine::open(options).map_err(|error| error.to_string())?;
    let mut replay = Replay {
        engine: &engine,
        scratch: Engine::open(options).map_err(|error| error.to_string())?,
        options,
        trail: Trail::new(history),
        verdict: Verdict {
            problems: Vec::new(),
            seen: history.units.iter().map(|_| Seen::default()).collect(),
            schema: None,
        },
        state: State::Sound(Rows::Known),
        attached: Vec::new(),
    };
    if let Some(trusted) = start {
        replay.start(trusted, &history.units[..trusted.len()])?;
    }
    let first = start.map_or(0, Trusted::len);
    for (migration, &index) in history.order.iter().enumerate().skip(first) {
        replay.migration(migration, index, &history.units[index]);
    }
    if let State::Sound(rows) = replay.state {
        replay.probes();
        let rows = match rows {
            Rows::Unknown => AfterRows::Unknown,
            Rows::Known if engine.has_rows() => AfterRows::Some,
            Rows::Known => AfterRows::None,
        };
        // What starts from the generated files never writes them.
        let whole = start.is_none();
        replay.verdict.schema = whole.then(|| final_schema::read(&engine, rows).ok()).flatten();
    }
    Ok(replay.verdict)
}

/// Whether the schema in memory is what the history says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Sound(Rows),
    /// A migration was refused: what follows may be a consequence.
    Broken,
}

pub(super) struct Replay<'a> {
    pub(super) engine: &'a Engine,
    /// Another database, which is empty between two migrations.
    scratch: Engine,
    pub(super) options: &'a Options,
    pub(super) trail: Trail<'a>,
    pub(super) verdict: Verdict,
    state: State,
    attached: Vec<String>,
}

/// Which text of which migration is looked at.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) migration: usize,
    pub(super) index: usize,
    pub(super) unit: &'a Unit<'a>,
}

impl<'a> Replay<'a> {
    /// Begins where the trusted migrations end.
    fn start(&mut self, trusted: &Trusted<'_>, units: &[Unit<'_>]) -> Result<(), String> {
        units.iter().filter_map(|it| it.up.text.as_ref()).for_each(|it| self.note_attached(it));
        start::enter(self.engine, trusted, units)?;
        self.state = State::Sound(match trusted.rows {
            AfterRows::None => Rows::Known,
            // They are not here, and what follows does not look at them.
            AfterRows::Some | AfterRows::Unknown => Rows::Unknown,
        });
        Ok(())
    }

    fn migration(&mut self, migration: usize, index: usize, unit: &'a Unit<'a>) {
        let here = Here { migration, index, unit };
        let written = unit.down.as_ref().filter(|_| unit.down_from == DownFrom::Code);
        for side in std::iter::once(&unit.up).chain(written) {
            self.static_findings(here, side);
        }
        let before = self.refusals(here, unit.up.code.as_deref());
        if let Some(text) = &unit.up.text {
            self.up(here, text);
        }
        let after = self.refusals(here, unit.up.code.as_deref());
        self.code(here, unit.up.code.as_deref(), &before, after);
        if let Some(texts) = &unit.up.code {
            self.verdict.seen[index].in_code = self.touched_by(texts);
            self.forget();
        }
        match (&unit.down, unit.down_from) {
            (Some(down), DownFrom::Code) => self.down(here, down),
            (Some(down), DownFrom::Comment) => self.comment(here, down),
            (None, _) => {}
        }
        // As the runner does, which may run the next one on another day.
        if unit.statements().iter().any(pragma::is_set) {
            pragma::unset().for_each(|sql| self.engine.quietly(&sql));
        }
    }

    /// What the text alone shows: what D1 refuses, and what the target lacks.
    fn static_findings(&mut self, here: Here<'_>, side: &Side<'_>) {
        for text in side.texts() {
            for statement in &text.statements {
                let whole = 0..statement.range.len();
                if self.options.dialect == Dialect::D1
                    && let Some((message, help)) = d1::refuses(statement)
                {
                    let at = statement.object.as_ref().and_then(|name| find(statement, &name.name));
                    let at = at.unwrap_or(whole);
                    self.report(
                        here,
                        text,
                        statement,
                        at,
                        "d1_refuses",
                        &message,
                        Some(help.into()),
                    );
                } else if let Some((at, message)) = features::beyond_target(statement, self.options)
                {
                    let help = self.options.target.map(|_| {
                        "write it in older terms, or raise `target` if nothing older has to run it"
                            .to_owned()
                    });
                    self.report(here, text, statement, at, "needs_newer_engine", &message, help);
                }
            }
        }
    }

    fn up(&mut self, here: Here<'a>, text: &'a Text<'a>) {
        self.note_attached(text);
        let State::Sound(rows) = self.state else {
            return self.syntax(here, text);
        };
        let schema = catalog::schema(self.engine, text);
        let rehearsal = if self.needs_proof(here) {
            let version = here.unit.source.version;
            let keeps = here.unit.source.keys.preserve.is_some();
            let what = if keeps { What::Everything(version) } else { What::Schema };
            Rehearsal::new(self.engine, text, what, self.options)
        } else {
            None
        };
        let context = self.context(here, Finish::Commit);
        let mut outcome = context.run(text, rows);
        let went_through = outcome.refused.is_none() && outcome.exhausted.is_none();
        let inferred = rehearsal
            .filter(|_| went_through)
            .map(|it| it.infer(&context, &outcome, &self.scratch, self.options));
        let seen = &mut self.verdict.seen[here.index];
        seen.inferred = inferred;
        seen.before = std::mem::take(&mut outcome.before);
        seen.schema = schema;
        seen.footprints = std::mem::take(&mut outcome.footprints);
        seen.foreign_keys[0] = outcome.foreign_keys;
        self.state = State::Sound(outcome.rows);
        self.outcome(here, text, outcome, Finish::Commit);
    }

    /// Whether a rollback is inferred that somebody asks for. What is attached is not replayed.
    fn needs_proof(&self, here: Here<'_>) -> bool {
        let source = here.unit.source;
        let silent = self.options.is_adopted(source.version) && source.keys.preserve.is_none();
        wants_inferred(here.unit) && !silent && self.attached.is_empty()
    }

    fn down(&mut self, here: Here<'a>, down: &'a Side<'a>) {
        if let Some(text) = &down.text {
            match self.state {
                State::Broken => self.syntax(here, text),
                State::Sound(rows) => {
                    let outcome = self.context(here, Finish::Rollback).run(text, rows);
                    self.verdict.seen[here.index].foreign_keys[1] = outcome.foreign_keys;
                    self.outcome(here, text, outcome, Finish::Rollback);
                }
            }
        }
        let found = self.refusals(here, down.code.as_deref());
        self.code(here, down.code.as_deref(), &[], found);
    }

    /// Whether a commented rollback is one: nothing is reported of it, because it may be prose.
    fn comment(&mut self, here: Here<'a>, down: &'a Side<'a>) {
        let (Some(text), State::Sound(rows)) = (&down.text, self.state) else { return };
        let outcome = self.context(here, Finish::Rollback).run(text, rows);
        let seen = &mut self.verdict.seen[here.index];
        seen.foreign_keys[1] = outcome.foreign_keys;
        if outcome.refused.is_some() || outcome.exhausted.is_some() {
            seen.comment = Comment::Prose;
        }
    }

    fn context(&self, here: Here<'a>, finish: Finish) -> Context<'_> {
        Context {
            engine: self.engine,
            trail: self.trail,
            migration: here.migration,
            transactional: here.unit.source.keys.transactional,
            finish,
            attached: &self.attached,
        }
    }

    fn outcome(&mut self, here: Here<'_>, text: &Text<'_>, outcome: Outcome, finish: Finish) {
        if let Some((at, refusal)) = outcome.failed {
            let help = "it fails for the rows that the history itself leaves in a fresh database";
            self.refused(here, text, at, &refusal, Some(help.to_owned()));
            if let Some(problem) = self.verdict.problems.last_mut() {
                (problem.severity, problem.code) = (Severity::Warning, "fails_on_data");
                problem.kind = ProblemKind::Policy;
            }
        }
        self.quoted(here, text, &outcome.quoted);
        if let Some(at) = outcome.exhausted {
            self.exhausted(here, text, at);
        }
        let stopped = outcome.refused.as_ref().map(|&(at, ..)| at).or(outcome.exhausted);
        if let Some((at, refusal, help)) = outcome.refused {
            match self.broken_before(&refusal) {
                Some((spot, broken)) => {
                    self.broken(spot, broken);
                    self.first_read(text, at);
                }
                // Beyond the target it is reported already, whatever this engine says.
                None if self.is_beyond_target(&text.statements[at]) => {}
                None => self.refused(here, text, at, &refusal, help),
            }
        }
        if let Some(at) = stopped {
            if finish == Finish::Commit {
                self.state = State::Broken;
            }
            self.syntax_after(here, text, at + 1);
        }
    }

    fn is_beyond_target(&self, statement: &Statement) -> bool {
        features::beyond_target(statement, self.options).is_some()
    }

    /// The view or trigger that the refusal is really about: it could not be used before this
    /// migration either, and `ALTER TABLE` is merely the first to read it again.
    fn broken_before(&self, refusal: &Refusal) -> Option<(Spot, Broken)> {
        let known = refusal.name().filter(|_| refusal.code() == "broken_before")?;
        let (_, object) = known.split_once(' ')?;
        self.engine.set_foreign_keys(ForeignKeys::Suspend);
        let mut found = probe::probe(self.engine).into_iter();
        let broken = found.find(|broken| broken.object.eq_ignore_ascii_case(object))?;
        Some((self.trail.origin(object)?, broken))
    }

    fn syntax(&mut self, here: Here<'_>, text: &Text<'_>) {
        self.syntax_after(here, text, 0);
    }

    /// Reports the syntax errors from the statement `from` on: they are nobody's consequence.
    fn syntax_after(&mut self, here: Here<'_>, text: &Text<'_>, from: usize) {
        for (at, statement) in text.run().filter(|(at, _)| *at >= from) {
            if let Err(refusal) = self.engine.prepare(&pragma::masked(statement.text()))
                && refusal.is_syntax()
                && !self.is_beyond_target(statement)
            {
                let help = hint::syntax(statement, &refusal);
                self.refused(here, text, at, &refusal, help);
            }
        }
    }

    /// Why the engine refuses each `sql!` text, as the schema stands now: text, statement, refusal.
    fn refusals(&self, here: Here<'a>, code: Option<&'a [Text<'a>]>) -> Vec<Found> {
        let mut found = Vec::new();
        for (of, text) in code.into_iter().flatten().enumerate() {
            for (at, statement) in text.run() {
                let Err(refusal) = self.engine.prepare(&pragma::masked(statement.text())) else {
                    continue;
                };
                let context = self.context(here, Finish::Rollback);
                let spot = Spot { migration: here.migration, statement: usize::MAX };
                let help = hint::hint(&context, spot, statement, &refusal);
                found.push(Found { of, at, refusal, help });
            }
        }
        found
    }

    /// Reports the `sql!` texts that are refused both before and after the step's own DDL.
    fn code(
        &mut self,
        here: Here<'_>,
        code: Option<&[Text<'_>]>,
        before: &[Found],
        after: Vec<Found>,
    ) {
        let Some(texts) = code else { return };
        let with_schema = here.unit.up.text.is_some();
        for Found { of, at, refusal, help } in after {
            let fine_before = with_schema && !before.iter().any(|b| (b.of, b.at) == (of, at));
            let consequence = self.state == State::Broken && !refusal.is_syntax();
            if !fine_before && !consequence {
                self.refused(here, &texts[of], at, &refusal, help);
            }
        }
    }

    /// What each statement of the `sql!` texts touches, where the engine takes it.
    fn touched_by(&self, texts: &[Text<'_>]) -> Vec<Option<Footprint>> {
        let touched = |statement: &Statement| {
            let (taken, footprint) = self.engine.record(|| self.engine.prepare(statement.text()));
            (taken.is_ok() && !statement.kind.is_ddl()).then_some(footprint)
        };
        texts.iter().flat_map(|text| &text.statements).map(touched).collect()
    }

    /// The rows are not those of a fresh database any more.
    fn forget(&mut self) {
        if let State::Sound(_) = self.state {
            self.state = State::Sound(Rows::Unknown);
        }
    }

    fn note_attached(&mut self, text: &Text<'_>) {
        for statement in text.statements.iter().filter(|found| found.kind == Kind::Attach) {
            let sql = statement.text();
            let last =
                tokens(sql, Dialect::Sqlite).filter_map(|token| token.identifier(sql)).last();
            self.attached.extend(last);
        }
    }
}

/// A `sql!` text that the engine refuses: which text, which statement.
struct Found {
    of: usize,
    at: usize,
    refusal: Refusal,
    help: Option<String>,
}
