//! The history, applied to an empty catalog.

use super::hint::hint;
use crate::catalog::{Catalog, Fault, Sight};
use crate::change::{Before, Step};
use crate::check::{
    Comment, DownFrom, FinalCatalog, History, Problem, ProblemKind, Side, Text, Unit, Unread,
    in_file, wants_inferred,
};
use crate::footprint::{self, Footprint};
use crate::judge::trail::{Spot, Trail};
use crate::reader::Statement;
use crate::rollback::postgres::{self, Scene};
use crate::rollback::{Inferred, NotInferred};
use crate::{Dialect, Transactional};

/// What the catalog found out.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) problems: Vec<Problem>,
    /// What the commented rollback of each migration turned out to be, by its index.
    pub(crate) comments: Vec<Comment>,
    /// What each statement of each migration touches, by its index.
    pub(crate) footprints: Vec<Vec<Option<Footprint>>>,
    /// The schema in the end, where nothing was refused.
    pub(crate) catalog: Option<FinalCatalog>,
    /// The rollback of each migration that wants one inferred, by its index.
    pub(crate) inferred: Vec<Option<Result<Inferred, NotInferred>>>,
}

/// Applies the history to the catalog.
pub(crate) fn judge(history: &History<'_>) -> Verdict {
    let comments = history.units.iter().map(|_| Comment::default()).collect();
    let footprints = history.units.iter().map(|_| Vec::new()).collect();
    let mut replay = Replay {
        catalog: Catalog::new(Dialect::Postgres),
        trail: Trail::new(history),
        unread: Vec::new(),
        verdict: Verdict {
            problems: Vec::new(),
            comments,
            footprints,
            catalog: None,
            inferred: history.units.iter().map(|_| None).collect(),
        },
    };
    for (migration, &index) in history.order.iter().enumerate() {
        let here = Here { migration, index };
        if replay.migration(here, &history.units[index]) == State::Broken {
            return replay.verdict;
        }
    }
    let Replay { catalog, unread, mut verdict, .. } = replay;
    verdict.catalog = Some(FinalCatalog { catalog, unread });
    verdict
}

/// Whether the catalog is what the history says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Sound,
    /// A migration was refused.
    Broken,
}

struct Replay<'a> {
    catalog: Catalog,
    trail: Trail<'a>,
    unread: Vec<Unread>,
    verdict: Verdict,
}

/// The migration that is looked at: its position in the order, and its index among the sources.
#[derive(Clone, Copy)]
struct Here {
    migration: usize,
    index: usize,
}

/// A statement of a text that the catalog refuses.
struct Refused {
    /// Its index.
    at: usize,
    fault: Fault,
}

impl Replay<'_> {
    fn migration(&mut self, here: Here, unit: &Unit<'_>) -> State {
        let before = self.catalog.clone();
        let transactional = unit.source.keys.transactional;
        let mut schemas = Vec::new();
        if let Some(text) = &unit.up.text
            && let Some(refused) = self.apply(here.index, unit, text, &mut schemas)
        {
            let spot = Spot { migration: here.migration, statement: refused.at };
            let help = hint(&self.catalog, self.trail, spot, &refused.fault);
            self.report(here, text, &refused, help);
            return State::Broken;
        }
        self.code(here, &unit.up, &before);
        self.catalog.end_transaction();
        match (&unit.down, unit.down_from) {
            (Some(down), DownFrom::Code) => self.down(here, down, transactional),
            (Some(down), DownFrom::Comment) => {
                let refused = |text| apply(&mut self.catalog.clone(), text, transactional);
                if down.text.as_ref().and_then(refused).is_some() {
                    self.verdict.comments[here.index] = Comment::Prose;
                }
            }
            (None, _) => {}
        }
        if wants_inferred(unit) {
            self.verdict.inferred[here.index] = Some(self.infer(unit, schemas));
        }
        State::Sound
    }

    /// Infers the rollback of a migration that was applied.
    fn infer(&self, unit: &Unit<'_>, schemas: Vec<Catalog>) -> Result<Inferred, NotInferred> {
        let statements = unit.up.text.iter().flat_map(|text| {
            text.run().map(|(at, statement)| {
                let step = Step { text: text.sql, statement, before: Before::Unknown };
                (at, step)
            })
        });
        let scene = |((at, step), before)| Scene { at, step, before };
        let scenes: Vec<_> = statements.zip(schemas).map(scene).collect();
        match unit.source.keys.preserve {
            Some(_) => postgres::keep(&scenes, &self.catalog, unit.source.version),
            None => postgres::infer(&scenes, &self.catalog),
        }
    }

    /// Applies what applies a migration, and notes what each statement touches, what cannot be read,
    /// and the schema that each statement finds.
    fn apply(
        &mut self,
        index: usize,
        unit: &Unit<'_>,
        text: &Text<'_>,
        schemas: &mut Vec<Catalog>,
    ) -> Option<Refused> {
        let (version, unread) = (unit.source.version, &mut self.unread);
        let footprints = &mut self.verdict.footprints[index];
        footprints.resize(text.statements.len(), None);
        let transactional = unit.source.keys.transactional;
        apply_with(text, transactional, &mut self.catalog, |at, catalog, statement| {
            let before = catalog.clone();
            let sight = catalog.follow(statement);
            let seen = sight.as_ref().copied().unwrap_or(Sight::Lost);
            footprints[at] = Some(footprint::listed(statement, &before, seen));
            schemas.push(before);
            if sight? != Sight::Kept {
                unread.push(Unread { version, head: head(statement.text()) });
            }
            Ok(())
        })
    }

    fn down(&mut self, here: Here, down: &Side<'_>, transactional: Transactional) {
        let mut catalog = self.catalog.clone();
        if let Some(text) = &down.text
            && let Some(refused) = apply(&mut catalog, text, transactional)
        {
            let spot = Spot { migration: here.migration, statement: usize::MAX };
            let help = hint(&catalog, self.trail, spot, &refused.fault);
            return self.report(here, text, &refused, help);
        }
        let before = self.catalog.clone();
        self.code(here, down, &before);
    }

    /// The `sql!` texts of a step: each is right before or after the DDL that the step declares.
    fn code(&mut self, here: Here, side: &Side<'_>, before: &Catalog) {
        for text in side.code.iter().flatten() {
            for (at, statement) in text.run() {
                let refuses = |catalog: &Catalog| catalog.clone().apply(statement).err();
                let (Some(fault), Some(_)) = (refuses(&self.catalog), refuses(before)) else {
                    continue;
                };
                let spot = Spot { migration: here.migration, statement: usize::MAX };
                let help = hint(&self.catalog, self.trail, spot, &fault);
                self.report(here, text, &Refused { at, fault }, help);
            }
        }
    }

    fn report(&mut self, here: Here, text: &Text<'_>, refused: &Refused, help: Option<String>) {
        let Refused { at, fault } = refused;
        let base = text.statements[*at].range.start;
        let at = in_file(text.sql, &(base + fault.at.start..base + fault.at.end));
        let problem =
            Problem::error(ProblemKind::Judge, fault.code(), &text.sql.file, at, fault.to_string());
        self.verdict.problems.push(problem.of(here.index).with_help(help));
    }
}

/// The first words of a statement, on one line.
fn head(sql: &str) -> String {
    const LONGEST: usize = 60;
    let words = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} ..", words[..end].trim_end()),
        None => words,
    }
}

/// Applies a text, up to the first statement that is refused.
///
/// Without a transaction around them, each statement is one of its own.
fn apply(catalog: &mut Catalog, text: &Text<'_>, transactional: Transactional) -> Option<Refused> {
    apply_with(text, transactional, catalog, |_, catalog, statement| catalog.apply(statement))
}

fn apply_with(
    text: &Text<'_>,
    transactional: Transactional,
    catalog: &mut Catalog,
    mut one: impl FnMut(usize, &mut Catalog, &Statement) -> Result<(), Fault>,
) -> Option<Refused> {
    text.run().find_map(|(at, statement)| {
        let fault = one(at, catalog, statement).err();
        if transactional == Transactional::No {
            catalog.end_transaction();
        }
        fault.map(|fault| Refused { at, fault })
    })
}
