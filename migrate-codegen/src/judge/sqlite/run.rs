//! One SQL text, applied in one transaction as the runner would.

use std::ops::Range;

use super::catalog;
use super::engine::Engine;
use super::hint;
use super::locate::find;
use super::pragma;
use super::quotes;
use super::refusal::{Refusal, Stage};
use crate::change::Before;
use crate::check::Text;
use crate::footprint::Footprint;
use crate::judge::trail::{Spot, Trail};
use crate::reader::{Kind, Statement};
use crate::text::{Token, tokens};
use crate::{ForeignKeys, Transactional};

/// What a run works with.
pub(super) struct Context<'a> {
    pub(super) engine: &'a Engine,
    pub(super) trail: Trail<'a>,
    /// The position of the migration in the order.
    pub(super) migration: usize,
    pub(super) transactional: Transactional,
    pub(super) finish: Finish,
    /// Names of attached databases, about whose tables nothing is known.
    pub(super) attached: &'a [String],
}

/// How the transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finish {
    /// The schema stays: an up.
    Commit,
    /// Everything is as before: a down.
    Rollback,
}

/// What is known of the rows in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// They are those of a fresh database.
    Known,
    /// Nothing: the tables are empty, and changes of rows are prepared only.
    Unknown,
}

/// How a run went.
pub(super) struct Outcome {
    /// The first statement that the engine refuses, and what to do about it.
    pub(super) refused: Option<(usize, Refusal, Option<String>)>,
    /// A statement that changes the schema and did not come to an end within its budget.
    pub(super) exhausted: Option<usize>,
    /// A statement that failed for the rows in memory.
    pub(super) failed: Option<(usize, Refusal)>,
    pub(super) foreign_keys: ForeignKeys,
    pub(super) rows: Rows,
    /// What each statement was about to change, by its index, as far as the run came.
    pub(super) before: Vec<Before>,
    /// What each statement touched, by its index, where the engine says so.
    pub(super) footprints: Vec<Option<Footprint>>,
    /// Strings in double quotes: the index of the statement, and their bytes in it.
    pub(super) quoted: Vec<(usize, Range<usize>)>,
}

/// What one attempt starts from. An attempt that finds out that it started from the wrong
/// assumption is rolled back and made again: at most once for each of the two.
struct Attempt {
    foreign_keys: ForeignKeys,
    rows: Rows,
    failed: Option<(usize, Refusal)>,
    before: Vec<Before>,
    footprints: Vec<Option<Footprint>>,
    quoted: Vec<(usize, Range<usize>)>,
}

/// How one statement went.
enum Step {
    Fine,
    Refused(Refusal),
    /// It used up its budget.
    Exhausted,
    /// It failed while it ran, perhaps for the rows: the attempt is made again without rows.
    Failed(Refusal),
    /// It failed, or went through, with rows that are not those of a fresh database: the attempt is
    /// made again without rows.
    Unknown,
    /// It drops a table that others reference: the attempt is made again with foreign keys off.
    Suspend,
}

impl Context<'_> {
    /// Applies the text and ends the transaction.
    pub(super) fn run(&self, text: &Text<'_>, rows: Rows) -> Outcome {
        let mut attempt = Attempt {
            foreign_keys: self.foreign_keys(text),
            rows,
            failed: None,
            before: Vec::new(),
            footprints: Vec::new(),
            quoted: Vec::new(),
        };
        loop {
            attempt.before = vec![Before::Unknown; text.statements.len()];
            attempt.footprints = vec![None; text.statements.len()];
            attempt.quoted.clear();
            self.begin(&attempt);
            match self.attempt(text, &mut attempt) {
                Some(outcome) => return outcome,
                None => self.roll_back(),
            }
        }
    }

    /// What the text needs as far as that is certain before it runs: an attempt that is made again
    /// makes SQLite read the whole schema again.
    fn foreign_keys(&self, text: &Text<'_>) -> ForeignKeys {
        let decides = |kind: Kind| kind == Kind::DropTable || kind.is_alter();
        let first = text.run().map(|(_, found)| found).find(|found| decides(found.kind));
        let dropped = first.filter(|found| found.kind == Kind::DropTable);
        match dropped.and_then(|found| found.object.as_ref()) {
            Some(table) if catalog::is_referenced(self.engine, &table.name) => ForeignKeys::Suspend,
            _ => text.control.foreign_keys,
        }
    }

    fn begin(&self, attempt: &Attempt) {
        let engine = self.engine;
        engine.set_foreign_keys(ForeignKeys::Suspend);
        if self.finish == Finish::Commit {
            if attempt.rows == Rows::Unknown {
                engine.forget_rows();
            }
            engine.set_foreign_keys(attempt.foreign_keys);
        }
        engine.quietly("BEGIN");
        if self.finish == Finish::Rollback && attempt.rows == Rows::Unknown {
            engine.forget_rows();
        }
    }

    fn roll_back(&self) {
        if self.engine.in_transaction() {
            self.engine.quietly("ROLLBACK");
        }
    }

    /// `None` when it is to be made again, as `attempt` then says.
    fn attempt(&self, text: &Text<'_>, attempt: &mut Attempt) -> Option<Outcome> {
        for (at, statement) in text.run() {
            let mut outcome = Outcome {
                refused: None,
                exhausted: None,
                failed: None,
                foreign_keys: attempt.foreign_keys,
                rows: attempt.rows,
                before: Vec::new(),
                footprints: Vec::new(),
                quoted: Vec::new(),
            };
            if self.finish == Finish::Commit {
                attempt.before[at] = catalog::before(self.engine, statement);
                let quoted = quotes::string_in_double_quotes(self.engine, statement);
                attempt.quoted.extend(quoted.map(|range| (at, range)));
            }
            let (step, footprint) = self.recorded(statement, attempt);
            attempt.footprints[at] = footprint;
            match step {
                Step::Fine => continue,
                Step::Suspend => {
                    attempt.foreign_keys = ForeignKeys::Suspend;
                    return None;
                }
                Step::Failed(refusal) => {
                    (attempt.rows, attempt.failed) = (Rows::Unknown, Some((at, refusal)));
                    return None;
                }
                Step::Unknown => {
                    attempt.rows = Rows::Unknown;
                    return None;
                }
                Step::Refused(refusal) => {
                    let help = hint::hint(self, self.spot(at), statement, &refusal);
                    outcome.refused = Some((at, refusal, help));
                }
                Step::Exhausted => outcome.exhausted = Some(at),
            }
            // What failed with rows and without is no matter of rows.
            outcome.failed = attempt.failed.take().filter(|&(failed, _)| failed != at);
            outcome.before = std::mem::take(&mut attempt.before);
            outcome.footprints = std::mem::take(&mut attempt.footprints);
            outcome.quoted = std::mem::take(&mut attempt.quoted);
            self.roll_back();
            return Some(outcome);
        }
        self.end(text, attempt)
    }

    fn end(&self, text: &Text<'_>, attempt: &mut Attempt) -> Option<Outcome> {
        if self.finish == Finish::Rollback {
            self.roll_back();
        } else if let Err(refusal) = self.engine.run("COMMIT")
            && attempt.rows == Rows::Known
        {
            // Deferred foreign keys are checked last.
            let last = text.run().filter(|(_, found)| found.kind.is_data()).last();
            attempt.failed = last.map(|(at, _)| (at, refusal));
            attempt.rows = Rows::Unknown;
            return None;
        }
        Some(Outcome {
            refused: None,
            exhausted: None,
            failed: attempt.failed.take(),
            foreign_keys: attempt.foreign_keys,
            rows: attempt.rows,
            before: std::mem::take(&mut attempt.before),
            footprints: std::mem::take(&mut attempt.footprints),
            quoted: std::mem::take(&mut attempt.quoted),
        })
    }

    fn spot(&self, statement: usize) -> Spot {
        let statement = match self.finish {
            Finish::Commit => statement,
            Finish::Rollback => usize::MAX,
        };
        Spot { migration: self.migration, statement }
    }

    /// Makes the step, and tells what the statement touches: of changes of rows the engine says it
    /// while it prepares them, of a table made `AS SELECT` too, of a view once it is there, of the
    /// rest nothing.
    fn recorded(&self, statement: &Statement, attempt: &mut Attempt) -> (Step, Option<Footprint>) {
        if statement.kind == Kind::CreateView && self.finish == Finish::Commit {
            let step = self.step(statement, attempt);
            return (step, catalog::reads_of_view(self.engine, statement));
        }
        let reads = matches!(statement.kind, Kind::CreateTable | Kind::Select | Kind::With);
        if !(statement.kind.is_data() || reads) {
            return (self.step(statement, attempt), None);
        }
        let (step, footprint) = self.engine.record(|| self.step(statement, attempt));
        let whole = matches!(step, Step::Fine) && !self.mentions_attached(statement);
        (step, whole.then_some(footprint))
    }

    fn step(&self, statement: &Statement, attempt: &mut Attempt) -> Step {
        if let Err(refusal) = self.possible(statement) {
            return Step::Refused(refusal);
        }
        if self.mentions_attached(statement) {
            return match self.engine.prepare(statement.text()) {
                Err(refusal) if refusal.is_syntax() => Step::Refused(refusal),
                _ => Step::Fine,
            };
        }
        if statement.kind == Kind::DropTable && self.must_suspend(statement, attempt) {
            return Step::Suspend;
        }
        match self.apply(statement, attempt.rows) {
            Ok(()) if self.engine.take_stub_called() && attempt.rows == Rows::Known => {
                Step::Unknown
            }
            Ok(()) => Step::Fine,
            Err(refusal) => self.judge(refusal, statement, attempt.rows),
        }
    }

    /// What the runner's transaction forbids, and what cannot even be handed to the engine.
    fn possible(&self, statement: &Statement) -> Result<(), Refusal> {
        let in_transaction = self.transactional == Transactional::Yes;
        let refused = |message: &str, offset, stage| {
            Err(Refusal { message: message.to_owned(), offset, stage, exhausted: false })
        };
        if let Some(at) = statement.text().find('\0') {
            return refused("unrecognized token: \"\\0\"", Some(at), Stage::Prepare);
        }
        if in_transaction && statement.kind == Kind::Vacuum {
            return refused("cannot VACUUM from within a transaction", None, Stage::Step);
        }
        if in_transaction && pragma::sets_safety(statement) {
            let message = "Safety level may not be changed inside a transaction";
            return refused(message, None, Stage::Step);
        }
        Ok(())
    }

    fn must_suspend(&self, statement: &Statement, attempt: &mut Attempt) -> bool {
        let referenced = |table: &str| catalog::is_referenced(self.engine, table);
        let table = statement.object.as_ref();
        if attempt.foreign_keys == ForeignKeys::Suspend
            || !table.is_some_and(|table| referenced(&table.name))
        {
            return false;
        }
        // A down runs with foreign keys off in any case: there it is only noted.
        attempt.foreign_keys = ForeignKeys::Suspend;
        self.finish == Finish::Commit
    }

    fn apply(&self, statement: &Statement, rows: Rows) -> Result<(), Refusal> {
        let sql = statement.text();
        if rows == Rows::Known && statement.kind.is_data() || fills(statement) {
            self.engine.note_rows();
        }
        match statement.kind {
            Kind::Pragma if pragma::is_set(statement) => self.engine.run(sql),
            Kind::Pragma | Kind::Explain => self.engine.prepare(&pragma::masked(sql)),
            kind if kind.is_data() && rows == Rows::Known => self.engine.run(sql),
            kind if kind.is_data() => self.engine.prepare(sql),
            kind if kind.is_ddl() || kind.is_transaction_control() => self.engine.run(sql),
            Kind::Analyze | Kind::Reindex => self.engine.run(sql),
            _ => self.engine.prepare(sql),
        }
    }

    /// Whether a failure is a refusal, or a matter of the rows.
    fn judge(&self, refusal: Refusal, statement: &Statement, rows: Rows) -> Step {
        let stubbed = self.engine.take_stub_called();
        match (refusal.stage, rows) {
            (_, Rows::Known) if refusal.exhausted || stubbed => Step::Unknown,
            (_, Rows::Unknown) if refusal.exhausted => Step::Exhausted,
            (Stage::Step, Rows::Known) if !statement.kind.is_transaction_control() => {
                Step::Failed(refusal)
            }
            _ => Step::Refused(refusal),
        }
    }

    /// Applies a text that went through before, inside a transaction that is open.
    pub(super) fn once_more(&self, text: &Text<'_>, rows: Rows) -> Result<(), String> {
        for (_, statement) in text.run().filter(|(_, it)| !self.mentions_attached(it)) {
            self.apply(statement, rows).map_err(|refusal| refusal.message)?;
        }
        Ok(())
    }

    fn mentions_attached(&self, statement: &Statement) -> bool {
        self.attached.iter().any(|name| find(statement, name).is_some())
    }
}

/// Whether the DDL may leave rows too: `CREATE TABLE .. AS`, and virtual tables, which keep some in
/// tables of their own.
fn fills(statement: &Statement) -> bool {
    let sql = statement.text();
    let is_query = |token: Token| token.is_word(sql, "select") || token.is_word(sql, "values");
    match statement.kind {
        Kind::CreateTable => tokens(sql, statement.dialect()).any(is_query),
        kind => kind == Kind::CreateVirtualTable,
    }
}
