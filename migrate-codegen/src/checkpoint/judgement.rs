//! What a judgement depends on beside the migrations.

use std::fmt::Write;

use crate::check::{AfterRows, EngineVersion, Options};
use crate::checksum;

/// What a judgement depends on beside the migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Over the options that change what is said.
    options: String,
    /// The version of the engine that judged.
    engine: EngineVersion,
}

/// The version of this tool: another one may know other rules and infer other rollbacks.
const TOOL: &str = env!("CARGO_PKG_VERSION");

/// The edition of what is judged and how it is written down. Whoever changes what the judge refuses,
/// which rollback is inferred, what a footprint holds or what a block says raises it in the same
/// change: files of another edition are no start for a build, and it replays the whole history.
const EDITION: &str = "12";

impl Judgement {
    /// The judgement of an engine of this version with these options.
    #[must_use]
    pub fn new(options: &Options, engine: EngineVersion) -> Self {
        Self { options: digest(options), engine }
    }

    /// Who judged, in words: `migrate 0.1.0 and SQLite 3.54.0`.
    #[must_use]
    pub fn by(&self) -> String {
        format!("{}{}", Self::by_tool(), self.engine)
    }

    fn by_tool() -> String {
        format!("migrate {TOOL} and SQLite ")
    }

    /// Whether what `by` judged holds here too: the tool is the same, and the engine the same or an
    /// older one, which accepts nothing that this one refuses.
    #[must_use]
    pub fn covers(&self, by: &str) -> bool {
        let engine = by.strip_prefix(&Self::by_tool()).and_then(|it| it.parse().ok());
        engine.is_some_and(|engine: EngineVersion| engine <= self.engine)
    }

    /// The checksum that ties the generated files to each other, to the options, and to the rows
    /// that a replay has at the end: `total` is that of the blocks.
    #[must_use]
    pub(crate) fn seal(&self, total: &str, schema_sql: &str, rows: AfterRows) -> String {
        checksum::of_list([EDITION, total, schema_sql, &self.options, rows.as_str()])
    }
}

/// The options, so that no two that differ give one text.
fn digest(options: &Options) -> String {
    let Options { dialect, depth: _, target, functions, collations, adopted_through, levels } =
        options;
    let mut text = format!("{dialect} {target:?} {adopted_through:?}");
    // Writing to a `String` cannot fail.
    let _ = write!(text, " {functions:?} {collations:?} {levels:?}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;

    #[test]
    fn a_newer_engine_accepts_what_an_older_one_did() {
        let options = Options::new(Dialect::Sqlite);
        let judgement = |version| Judgement::new(&options, version);
        let older = judgement(EngineVersion::new(3, 45, 0));
        let newer = judgement(EngineVersion::new(3, 54, 0));
        assert!(newer.covers(&older.by()) && older.covers(&older.by()));
        assert!(!older.covers(&newer.by()));
        for by in ["", "migrate 9.9.9 and SQLite 3.45.0", "migrate and SQLite x"] {
            assert!(!newer.covers(by), "{by}");
        }
    }

    #[test]
    fn every_option_counts() {
        let seal = |change: &dyn Fn(&mut Options)| {
            let mut options = Options::new(Dialect::Sqlite);
            change(&mut options);
            let judgement = Judgement::new(&options, EngineVersion::new(3, 45, 0));
            judgement.seal("total", "schema", AfterRows::None)
        };
        let mut seals = vec![
            seal(&|_| {}),
            seal(&|it| it.dialect = Dialect::D1),
            seal(&|it| it.target = Some(EngineVersion::new(3, 35, 0))),
            seal(&|it| it.functions.push(("f".to_owned(), 1))),
            seal(&|it| it.collations.push("f".to_owned())),
            seal(&|it| it.adopted_through = crate::Version::new(4)),
            seal(&|it| it.levels.push(("drop_table".to_owned(), crate::check::Level::Off))),
        ];
        let count = seals.len();
        seals.sort();
        seals.dedup();
        assert_eq!(seals.len(), count);
    }
}
