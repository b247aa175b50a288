//! Sets and databases for the tests.

use std::path::PathBuf;
use std::time::Duration;

use migrate_codegen::text::{LineIndex, Token, split, tokens};
use migrate_runtime::__private::{Body, Found, Part, Script, Written};
use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::migration::{BackfillCode, Code};
use migrate_runtime::{
    Category, DialectName, Error, ForeignKeys, Migration, Result, RollbackClass, Runner, Set,
    Sqlite, Transactional, Version,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// A migration being written.
#[derive(Clone)]
pub(crate) struct Draft {
    version: i64,
    up: Body,
    down: Option<Body>,
    class: RollbackClass,
    depends_on: Vec<i64>,
    transactional: Transactional,
    suspend: ForeignKeys,
    irreversible: Option<&'static str>,
    schema: Option<&'static str>,
    timeout: Option<Duration>,
    shown: &'static [&'static str],
    footprint: &'static str,
    revision: u32,
}

pub(crate) fn version(number: i64) -> Version {
    Version::new(number).expect("positive")
}

pub(crate) fn sql(version: i64, up: &str) -> Draft {
    draft(version, Body::Sql(up.to_owned().leak()))
}

pub(crate) fn code(version: i64, up: Code) -> Draft {
    draft(version, Body::Code(up))
}

pub(crate) fn backfill(version: i64, up: BackfillCode) -> Draft {
    draft(version, Body::Backfill(up))
}

fn draft(version: i64, up: Body) -> Draft {
    Draft {
        version,
        up,
        down: None,
        class: RollbackClass::Given,
        depends_on: Vec::new(),
        transactional: Transactional::Yes,
        suspend: ForeignKeys::Keep,
        irreversible: None,
        schema: None,
        timeout: None,
        shown: &[],
        footprint: "",
        revision: 0,
    }
}

impl Draft {
    pub(crate) fn down(mut self, text: &str) -> Self {
        self.down = Some(Body::Sql(text.to_owned().leak()));
        self
    }

    #[cfg_attr(not(feature = "verify"), expect(dead_code, reason = "only proofs ask for it"))]
    pub(crate) fn number(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    pub(crate) fn class(mut self, class: RollbackClass) -> Self {
        self.class = class;
        self
    }

    pub(crate) fn down_code(mut self, down: Code) -> Self {
        self.down = Some(Body::Code(down));
        self
    }

    pub(crate) fn down_backfill(mut self, down: BackfillCode) -> Self {
        self.down = Some(Body::Backfill(down));
        self
    }

    /// A step in Rust of another text.
    pub(crate) fn revision(mut self, revision: u32) -> Self {
        self.revision = revision;
        self
    }

    pub(crate) fn needs(mut self, versions: &[i64]) -> Self {
        self.depends_on = versions.to_vec();
        self
    }

    pub(crate) fn outside(mut self) -> Self {
        self.transactional = Transactional::No;
        self
    }

    pub(crate) fn suspend(mut self) -> Self {
        self.suspend = ForeignKeys::Suspend;
        self
    }

    pub(crate) fn irreversible(mut self, reason: &'static str) -> Self {
        self.irreversible = Some(reason);
        self
    }

    pub(crate) fn schema(mut self, schema: &'static str) -> Self {
        self.schema = Some(schema);
        self
    }

    pub(crate) fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    pub(crate) fn shown(mut self, shown: &'static [&'static str]) -> Self {
        self.shown = shown;
        self
    }

    /// What it touches, as `Footprint` writes it.
    pub(crate) fn touches(mut self, footprint: &'static str) -> Self {
        self.footprint = footprint;
        self
    }

    fn build(self) -> Migration {
        let mut up = script(self.up);
        up.foreign_keys = self.suspend;
        up.sql = self.shown;
        let down = self.down.map_or(Script::EMPTY, script);
        let depends_on: Vec<Version> = self.depends_on.into_iter().map(version).collect();
        let class = if self.down.is_some() { self.class } else { RollbackClass::Irreversible };
        let written = Written {
            version: version(self.version),
            name: format!("m{}", self.version).leak(),
            description: "",
            created: None,
            irreversible: self.irreversible,
            transactional: self.transactional,
            timeout: self.timeout,
            rollback_safe: None,
            impact: None,
            schema: self.schema,
            up: self.up,
            down: self.down,
        };
        let found = Found {
            file: format!("src/m{}.rs", self.version).leak(),
            category: Category::Schema,
            depends_on: depends_on.leak(),
            checksum: checksum(self.up, self.revision).leak(),
            class,
            up,
            down,
            inferred_down: None,
            footprint: self.footprint,
            keeping: &[],
        };
        Migration::new(written, found)
    }
}

fn checksum(body: Body, revision: u32) -> String {
    match body {
        Body::Sql(text) => format!("c1:{}:{}", text.len(), text.replace('\n', " ")),
        Body::Code(_) | Body::Backfill(_) if revision == 0 => "c1:code".to_owned(),
        Body::Code(_) | Body::Backfill(_) => format!("c1:code{revision}"),
    }
}

fn script(body: Body) -> Script {
    let Body::Sql(text) = body else { return Script::EMPTY };
    let lines = LineIndex::new(text);
    let mut parts = Vec::new();
    let mut drops: Vec<&'static str> = Vec::new();
    for statement in split(text, DialectName::Sqlite) {
        let place = lines.place(text, statement.range.start);
        let (start, end) = (statement.range.start, statement.range.end);
        parts.push(Part { start, end, line: place.line, column: place.column });
        drops.extend(dropped_table(statement.text(text)).map(|name| &*name.leak()));
    }
    Script { statements: parts.leak(), drops: drops.leak(), ..Script::EMPTY }
}

fn dropped_table(statement: &str) -> Option<String> {
    let words: Vec<_> =
        tokens(statement, DialectName::Sqlite).filter(Token::is_significant).collect();
    let begins =
        words.first()?.is_word(statement, "drop") && words.get(1)?.is_word(statement, "table");
    begins.then(|| words.last()?.identifier(statement)).flatten()
}

pub(crate) fn set(drafts: impl IntoIterator<Item = Draft>) -> Set {
    let migrations = drafts.into_iter().map(Draft::build).collect();
    Set::from_migrations("shop", "src/lib.rs", migrations)
}

/// A file that does not exist yet, in a directory that ends with the value.
pub(crate) struct File {
    directory: TempDir,
}

impl File {
    pub(crate) fn new() -> Self {
        Self { directory: TempDir::new().expect("a directory") }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("shop.db")
    }

    pub(crate) fn open(&self) -> Database<'static> {
        Database::open(self.path()).expect("opens")
    }

    /// A look from outside.
    pub(crate) fn look(&self) -> Connection {
        Connection::open(self.path()).expect("opens")
    }

    pub(crate) fn run(&self, sql: &str) {
        self.look().execute_batch(sql).expect("runs");
    }

    pub(crate) fn text(&self, sql: &str) -> String {
        one(&self.look(), sql)
    }

    pub(crate) fn up(&self, set: &Set) -> Result<Vec<i64>> {
        up(set, &mut self.open())
    }
}

/// The rows of a query, values separated by `,` and rows by `;`.
#[track_caller]
pub(crate) fn one(connection: &Connection, sql: &str) -> String {
    let mut statement = connection.prepare(sql).expect("reads");
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let values = (0..columns).map(|at| match row.get_ref(at).expect("in range") {
            rusqlite::types::ValueRef::Null => "NULL".to_owned(),
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            other => format!("{other:?}"),
        });
        Ok(values.collect::<Vec<_>>().join(","))
    };
    let rows = statement.query_map([], row).expect("reads");
    rows.collect::<rusqlite::Result<Vec<_>>>().expect("reads").join(";")
}

pub(crate) fn runner<'a>(set: &Set) -> Runner<'a, Sqlite> {
    Runner::of(set)
}

/// Applies, and says what was applied.
pub(crate) fn up(set: &Set, db: &mut Database<'_>) -> Result<Vec<i64>> {
    let report = runner(set).up(db)?;
    Ok(report.applied.iter().map(|done| done.version.get()).collect())
}

/// The error with its sources, as a command line shows them.
pub(crate) fn shown(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(": ");
        text.push_str(&error.to_string());
        source = error.source();
    }
    text
}
