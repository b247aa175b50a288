//! Histories as test cases, and what is said of them.

use super::super::{Options, Problem, ProblemKind, Report, Style, check, render};
use crate::catalog::Catalog;
use crate::reader::read;
use crate::source::{Body, CodeBody, Keys, Origin, Source, SourceFile, SqlText};
use crate::{Dialect, Transactional, Version};

/// A history that is being written down.
#[derive(Clone, Default)]
pub(super) struct History {
    sources: Vec<Source>,
    options: Option<Options>,
}

/// Which direction a text is.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Up,
    Down,
}

impl History {
    /// One migration a text, from version 1 on.
    pub(super) fn of(texts: &[&str]) -> Self {
        texts.iter().fold(Self::default(), |history, text| history.sql(text))
    }

    pub(super) fn with(mut self, options: Options) -> Self {
        self.options = Some(options);
        self
    }

    pub(super) fn d1(self) -> Self {
        self.with(Options::new(Dialect::D1))
    }

    /// The next migration, with this SQL.
    pub(super) fn sql(self, text: &str) -> Self {
        let version = i64::try_from(self.sources.len()).expect("few") + 1;
        self.version(version, text)
    }

    /// A migration with a version of its own.
    pub(super) fn version(mut self, version: i64, text: &str) -> Self {
        let file = SourceFile::new(format!("{version}.sql"), text);
        let sql = SqlText::slice(&file, 0..text.len());
        self.sources.push(Source {
            version: Version::new(version).expect("not negative"),
            name: format!("m{version}"),
            description: String::new(),
            keys: Keys::default(),
            up: Body::Sql(sql),
            down: None,
            commented_down: None,
            origin: Origin::Rust,
            file,
            at: 0..0,
        });
        self
    }

    /// The next migration, a step in Rust with these `sql!` texts.
    pub(super) fn code(self, texts: &[&str]) -> Self {
        let mut history = self.sql(&texts.join("\n"));
        let source = history.sources.last_mut().expect("just made");
        source.up = Body::Code(code(source, texts));
        history
    }

    /// Changes the last migration.
    pub(super) fn keys(mut self, change: impl FnOnce(&mut Keys)) -> Self {
        change(&mut self.sources.last_mut().expect("a migration").keys);
        self
    }

    pub(super) fn changed(mut self, change: impl FnOnce(&mut Source)) -> Self {
        change(self.sources.last_mut().expect("a migration"));
        self
    }

    /// What the last step in Rust does to the schema.
    pub(super) fn schema(self, text: &str) -> Self {
        let text = alone("schema.sql", text);
        self.keys(|keys| keys.schema = Some(text))
    }

    pub(super) fn without_transaction(self) -> Self {
        self.keys(|keys| keys.transactional = Transactional::No)
    }

    pub(super) fn down(self, text: &str) -> Self {
        let text = alone("down.sql", text);
        self.changed(|source| source.down = Some(Body::Sql(text)))
    }

    pub(super) fn comment(self, text: &str) -> Self {
        let text = alone("comment.sql", text);
        self.changed(|source| source.commented_down = Some(text))
    }

    pub(super) fn report(&self) -> Report {
        let options = self.options.clone().unwrap_or(Options::new(Dialect::Sqlite));
        let report = check(&self.sources, &options);
        self.hold_the_catalog(&report);
        report
    }

    /// After each replay that went through, the catalog is what the engine has.
    #[track_caller]
    fn hold_the_catalog(&self, report: &Report) {
        let Some(schema) = &report.schema else { return };
        let mut sources: Vec<_> = self.sources.iter().collect();
        sources.sort_by_key(|it| it.version);
        let mut catalog = Catalog::new(report.dialect);
        for source in sources {
            let text = match (&source.up, &source.keys.schema) {
                (Body::Sql(text), _) | (Body::Code(_), Some(text)) => text,
                (Body::Code(_), None) => continue,
            };
            for statement in read(text, report.dialect) {
                let _ = catalog.apply(&statement);
            }
        }
        let texts: Vec<_> = schema.objects.iter().filter_map(|it| it.sql.as_deref()).collect();
        let kept = Catalog::of(&texts.join(";\n"), report.dialect);
        let changes: Vec<_> = kept.diff(&catalog).iter().map(ToString::to_string).collect();
        assert_eq!(changes, Vec::<String>::new(), "{texts:#?}");
    }

    /// What the judge and the structure say, or also the rules.
    pub(super) fn said(&self, kinds: &[ProblemKind]) -> String {
        let report = self.report();
        let own = report.problems.iter().filter(|it| kinds.contains(&it.kind));
        let said: Vec<_> = own.map(|it| render(it, Style::Plain)).collect();
        if said.is_empty() {
            return "fine".to_owned();
        }
        // The judge is whatever SQLite is linked.
        said.join("\n").replace(rusqlite::version(), "[version]")
    }

    pub(super) fn errors(&self) -> Vec<Problem> {
        let report = self.report();
        report.errors().filter(|it| it.kind != ProblemKind::Policy).cloned().collect()
    }

    /// The statements of the last migration that are sent, and what they need.
    pub(super) fn script(&self, way: Way) -> String {
        let report = self.report();
        let last = report.migrations.last().expect("a migration");
        let source = self.sources.last().expect("a migration");
        let (script, text) = match (way, &source.up) {
            (Way::Up, Body::Sql(text)) => (&last.up, text.text.as_str()),
            (Way::Up, Body::Code(_)) => (&last.up, ""),
            (Way::Down, _) => {
                (&last.down, last.rollback.text.as_ref().map_or("", |text| text.text.as_str()))
            }
        };
        let statements: Vec<_> =
            script.statements.iter().map(|it| &text[it.range.clone()]).collect();
        let drops = script.drops.join(", ");
        format!("{} | {:?} | {drops}", statements.join("; "), script.foreign_keys)
    }
}

fn alone(name: &str, text: &str) -> SqlText {
    SqlText::slice(&SourceFile::new(name, text), 0..text.len())
}

/// The texts as they stand in the file of the source, one a line.
fn code(source: &Source, texts: &[&str]) -> CodeBody {
    let mut start = 0;
    let mut sql = Vec::new();
    for text in texts {
        sql.push(SqlText::slice(&source.file, start..start + text.len()));
        start += text.len() + 1;
    }
    CodeBody { sql, body: 0..source.file.text.len() }
}
