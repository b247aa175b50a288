//! What each migration depends on, and dependencies that cannot be met.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use crate::Version;
use crate::check::{History, Problem, ProblemKind};
use crate::footprint::{Footprint, implied};
use crate::source::Source;
use crate::text::nearest;

/// What each migration depends on, by its index.
#[derive(Debug)]
pub(crate) struct Dependencies(Vec<Needs>);

/// The versions that a migration depends on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needs {
    declared: BTreeSet<Version>,
    implied: BTreeSet<Version>,
}

impl Needs {
    /// Those that its author declares, in ascending order.
    pub(crate) fn declared(&self) -> Vec<Version> {
        self.declared.iter().copied().collect()
    }

    /// All of them, in ascending order.
    pub(crate) fn all(&self) -> Vec<Version> {
        self.declared.union(&self.implied).copied().collect()
    }
}

impl Dependencies {
    /// The declared dependencies; those that cannot be met become problems.
    pub(super) fn read(history: &History<'_>, problems: &mut Vec<Problem>) -> Self {
        let list = List::new(history);
        let declared: Vec<_> = history
            .units
            .iter()
            .enumerate()
            .map(|(index, unit)| list.declared(index, unit.source, problems))
            .collect();
        let graph =
            Graph(history.units.iter().map(|it| it.source.version).zip(&declared).collect());
        for (index, unit) in history.units.iter().enumerate() {
            for (version, at) in &declared[index] {
                problems.extend(graph.problem(unit.source, *version, at).map(|it| it.of(index)));
            }
        }
        let versions = |declared: &Declared| declared.iter().map(|(version, _)| *version).collect();
        let needs = |declared| Needs { declared: versions(declared), implied: BTreeSet::default() };
        Self(declared.iter().map(needs).collect())
    }

    /// Adds what the footprints, by index of the migration, imply.
    pub(crate) fn imply(&mut self, history: &History<'_>, footprints: &[Footprint]) {
        for (needs, implied) in self.0.iter_mut().zip(implied(history, footprints)) {
            needs.implied = implied;
        }
    }

    /// What this migration depends on.
    pub(crate) fn of(&self, index: usize) -> Needs {
        self.0[index].clone()
    }
}

type Declared = Vec<(Version, Range<usize>)>;

/// The migrations by version and by name.
struct List<'a> {
    sources: Vec<&'a Source>,
}

impl<'a> List<'a> {
    fn new(history: &History<'a>) -> Self {
        Self { sources: history.units.iter().map(|unit| unit.source).collect() }
    }

    /// The dependencies that name a migration of the list; the others become problems.
    fn declared(&self, index: usize, source: &Source, problems: &mut Vec<Problem>) -> Declared {
        let mut declared = Declared::new();
        for (version, at) in &source.keys.depends_on {
            if self.sources.iter().any(|other| other.version == *version) {
                declared.push((*version, at.clone()));
            } else {
                let message = format!("there is no migration {version}");
                let help = self.versions();
                problems.push(wrong(source, at, "unknown_dependency", message, help).of(index));
            }
        }
        for (name, at) in &source.keys.depends_on_names {
            if let Some(version) = self.named(name) {
                declared.push((version, at.clone()));
            } else {
                let message = format!("there is no migration `{name}`");
                let names = self.sources.iter().map(|other| other.name.as_str());
                let help = match nearest(name, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => self.versions(),
                };
                problems.push(wrong(source, at, "unknown_dependency", message, help).of(index));
            }
        }
        declared
    }

    /// A migration by its name, its version, or both: `0003_create_orders`.
    fn named(&self, name: &str) -> Option<Version> {
        let by_name = |name: &str| {
            let found = self.sources.iter().find(|it| it.name.eq_ignore_ascii_case(name));
            found.map(|it| it.version)
        };
        let by_version = |text: &str| {
            let version = text.parse().ok()?;
            self.sources.iter().any(|it| it.version == version).then_some(version)
        };
        let end = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len());
        let (digits, rest) = name.split_at(end);
        by_name(name)
            .or_else(|| by_version(name))
            .or_else(|| by_name(rest.trim_start_matches(['_', '-'])))
            .or_else(|| by_version(digits))
    }

    fn versions(&self) -> String {
        let mut versions: Vec<_> = self.sources.iter().map(|it| it.version).collect();
        versions.sort();
        match versions.as_slice() {
            [] => "the list is empty".to_owned(),
            [only] => format!("the list has version {only} alone"),
            [first, .., last] => format!("the list goes from version {first} to {last}"),
        }
    }
}

/// Who declares to depend on whom.
struct Graph<'a>(HashMap<Version, &'a Declared>);

impl Graph<'_> {
    fn problem(&self, source: &Source, on: Version, at: &Range<usize>) -> Option<Problem> {
        let own = source.version;
        if on == own {
            let message = format!("migration {own} depends on itself");
            let help = "leave it out".to_owned();
            return Some(wrong(source, at, "cycle", message, help));
        }
        if on < own {
            return None;
        }
        if self.reaches(on, own) {
            let message = format!("migrations {own} and {on} depend on each other");
            let help = format!("migration {own} runs first: leave {on} out of its `depends_on`");
            return Some(wrong(source, at, "cycle", message, help));
        }
        let message = format!("migration {own} depends on migration {on}, which runs later");
        let help = format!("give it a version above {on}, or leave {on} out");
        Some(wrong(source, at, "later_dependency", message, help))
    }

    fn reaches(&self, from: Version, to: Version) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![from];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at) {
                open.extend(self.0.get(&at).into_iter().flat_map(|it| it.iter().map(|it| it.0)));
            }
        }
        false
    }
}

fn wrong(
    source: &Source,
    at: &Range<usize>,
    code: &'static str,
    message: String,
    help: String,
) -> Problem {
    Problem::error(ProblemKind::Structure, code, &source.file, at.clone(), message).with_help(help)
}
