//! What the replay found, as problems with their places.

use std::ops::Range;
use std::sync::Arc;

use super::catalog;
use super::locate::{find, locate};
use super::probe::Broken;
use super::refusal::Refusal;
use super::replay::{Here, Replay};
use super::{probe, types};
use crate::ForeignKeys;
use crate::check::{Fix, Level, Problem, ProblemKind, Related, Severity, Text, in_file};
use crate::judge::trail::Spot;
use crate::lint;
use crate::reader::Statement;

/// The longest message that is shown: SQLite quotes an unclosed string whole.
const LONGEST: usize = 300;

impl Replay<'_> {
    /// Adds to the last problem the statement at which the engine noticed it.
    pub(super) fn first_read(&mut self, text: &Text<'_>, at: usize) {
        let problem = self.verdict.problems.last_mut();
        let Some(problem) = problem else { return };
        problem.related.push(Related {
            file: Arc::clone(&text.sql.file),
            at: in_file(text.sql, &text.statements[at].range),
            message: "refused here: it reads every view and trigger again".to_owned(),
        });
    }

    pub(super) fn broken(&mut self, spot: Spot, broken: Broken) {
        let at = broken.at.as_deref();
        self.at_origin(spot, at, broken.code, &broken.message, broken.help);
    }

    /// Strings in double quotes.
    pub(super) fn quoted(
        &mut self,
        here: Here<'_>,
        text: &Text<'_>,
        found: &[(usize, Range<usize>)],
    ) {
        for (at, range) in found {
            let statement = &text.statements[*at];
            let written = &statement.text()[range.clone()];
            let message = format!("{written} is no name here, so it is taken for a string");
            let help = "write strings in single quotes".to_owned();
            self.report(
                here,
                text,
                statement,
                range.clone(),
                "double_quoted_string",
                &message,
                Some(help),
            );
            let inner = &written[1..written.len() - 1];
            let plain = |c: char| c.is_alphanumeric() || " .,:_-".contains(c);
            if let Some(problem) = self.verdict.problems.last_mut()
                && inner.chars().all(plain)
            {
                problem.fix = Some(Fix { at: problem.at.clone(), text: format!("'{inner}'") });
            }
        }
    }

    pub(super) fn exhausted(&mut self, here: Here<'_>, text: &Text<'_>, at: usize) {
        let statement = &text.statements[at];
        let whole = 0..statement.range.len();
        let message = "this statement does not come to an end within the budget of the check";
        let help = "the rest of the history is checked for its syntax only";
        self.report(here, text, statement, whole, "not_replayed", message, Some(help.to_owned()));
        if let Some(problem) = self.verdict.problems.last_mut() {
            problem.severity = Severity::Warning;
        }
    }

    pub(super) fn refused(
        &mut self,
        here: Here<'_>,
        text: &Text<'_>,
        at: usize,
        refusal: &Refusal,
        help: Option<String>,
    ) {
        let statement = &text.statements[at];
        let range = locate(statement, refusal);
        self.report(here, text, statement, range, refusal.code(), &refusal.message, help);
    }

    #[expect(clippy::too_many_arguments, reason = "each is a field of the problem")]
    pub(super) fn report(
        &mut self,
        here: Here<'_>,
        text: &Text<'_>,
        statement: &Statement,
        within: Range<usize>,
        code: &'static str,
        message: &str,
        help: Option<String>,
    ) {
        // What a rule speaks about is a finding; the severity is the rule's.
        let is_rule = lint::rules::find(code).is_some();
        let kind = if is_rule { ProblemKind::Policy } else { ProblemKind::Judge };
        let base = statement.range.start;
        let at = in_file(text.sql, &(base + within.start..base + within.end));
        let problem = Problem::error(kind, code, &text.sql.file, at, shortened(message))
            .of(here.index)
            .with_help(help);
        self.verdict.problems.push(problem);
    }

    pub(super) fn probes(&mut self) {
        self.engine.set_foreign_keys(ForeignKeys::Suspend);
        for broken in probe::probe(self.engine) {
            if let Some(spot) = self.trail.origin(&broken.object) {
                self.broken(spot, broken);
            }
        }
        self.unindexed();
        for table in types::tables(self.engine) {
            for slip in types::slips(self.engine, &table) {
                let end = Spot { migration: usize::MAX, statement: 0 };
                let added = self.trail.column_origin_before(&table, &slip.column, end);
                let Some(spot) = added.or_else(|| self.trail.origin(&table)) else { continue };
                let message = format!("`{}` is not the name of a type", slip.word);
                let help = format!("did you mean `{}`?", slip.meant.to_uppercase());
                self.at_origin(spot, Some(&slip.word), "unknown_type_name", &message, Some(help));
                if let Some(problem) = self.verdict.problems.last_mut() {
                    problem.severity = Severity::Warning;
                    let text = slip.meant.to_uppercase();
                    problem.fix = Some(Fix { at: problem.at.clone(), text });
                }
            }
        }
    }

    /// Foreign keys whose child has no index that begins with their columns, for sets that ask.
    fn unindexed(&mut self) {
        const RULE: &str = "foreign_key_without_index";
        if !matches!(self.options.level(RULE), Some(Level::Warn | Level::Error)) {
            return;
        }
        for (table, key) in catalog::foreign_keys(self.engine) {
            let indexed = catalog::indexed(self.engine, &table);
            let serves = |index: &Vec<String>| {
                let begin = index.get(..key.from.len()).unwrap_or_default();
                key.from.iter().all(|it| begin.contains(it))
            };
            let end = Spot { migration: usize::MAX, statement: 0 };
            let first = key.from.first().map_or("", String::as_str);
            let added = self.trail.column_origin_before(&table, first, end);
            let spot = added.or_else(|| self.trail.origin(&table));
            if let Some(spot) = spot.filter(|_| !indexed.iter().any(serves)) {
                let columns = key.from.join(", ");
                let message = format!("no index of `{table}` begins with `{columns}`");
                let help = format!(
                    "create one: each change of a key in `{}` reads the whole table without it",
                    key.parent
                );
                self.at_origin(spot, Some(first), RULE, &message, Some(help));
            }
        }
    }

    /// Reports a problem at the statement that made the object.
    fn at_origin(
        &mut self,
        spot: Spot,
        name: Option<&str>,
        code: &'static str,
        message: &str,
        help: Option<String>,
    ) {
        let (index, unit) = (self.trail.index(spot.migration), self.trail.unit(spot.migration));
        let Some(text) = &unit.up.text else { return };
        let statement = &text.statements[spot.statement];
        let object = statement.object.as_ref().map(|name| name.name.as_str());
        let at = name.into_iter().chain(object).find_map(|name| find(statement, name));
        let here = Here { migration: spot.migration, index, unit };
        let at = at.unwrap_or(0..statement.range.len());
        self.report(here, text, statement, at, code, message, help);
    }
}

fn shortened(message: &str) -> String {
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}..", &message[..end]),
        None => message.to_owned(),
    }
}
