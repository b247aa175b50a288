//! The whole history, read into statements once for everybody who looks at it.

use super::control::{Control, control};
use crate::Dialect;
use crate::reader::{Statement, read};
use crate::source::{Body, Source, SqlText};

/// The whole history, read into statements.
#[derive(Debug)]
pub(crate) struct History<'a> {
    /// The migrations, in the order in which they were given.
    pub(crate) units: Vec<Unit<'a>>,
    /// Indices of `units` in the order of versions.
    pub(crate) order: Vec<usize>,
}

/// One migration.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    pub(crate) source: &'a Source,
    pub(crate) up: Side<'a>,
    pub(crate) down: Option<Side<'a>>,
}

/// One direction of a migration.
#[derive(Debug)]
pub(crate) struct Side<'a> {
    /// The SQL that is run, or that a step in Rust declares as its `schema`.
    pub(crate) text: Option<Text<'a>>,
    /// The `sql!` texts of a step in Rust; `None` for SQL.
    pub(crate) code: Option<Vec<Text<'a>>>,
}

/// One SQL text and its statements.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) sql: &'a SqlText,
    pub(crate) statements: Vec<Statement>,
    pub(crate) control: Control,
}

impl<'a> History<'a> {
    pub(crate) fn read(sources: &'a [Source], dialect: Dialect) -> Self {
        let units: Vec<_> = sources.iter().map(|source| Unit::read(source, dialect)).collect();
        let mut order: Vec<_> = (0..units.len()).collect();
        order.sort_by_key(|&at| units[at].source.version);
        Self { units, order }
    }
}

impl<'a> Unit<'a> {
    fn read(source: &'a Source, dialect: Dialect) -> Self {
        let schema = source.keys.schema.as_ref();
        let side = |body, schema| Side::read(body, schema, dialect);
        Self {
            up: side(&source.up, schema),
            down: source.down.as_ref().map(|body| side(body, None)),
            source,
        }
    }

    /// The statements that change the schema or are SQL of their own: the up text, or the declared
    /// `schema` of a step in Rust.
    pub(crate) fn statements(&self) -> &[Statement] {
        self.up.text.as_ref().map_or(&[], |text| &text.statements)
    }
}

impl<'a> Side<'a> {
    fn read(body: &'a Body, schema: Option<&'a SqlText>, dialect: Dialect) -> Self {
        let text = |sql| Text::read(sql, dialect);
        match body {
            Body::Sql(sql) => Self { text: Some(text(sql)), code: None },
            Body::Code(code) => {
                Self { text: schema.map(text), code: Some(code.sql.iter().map(text).collect()) }
            }
        }
    }

    /// Every text of this side.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Text<'a>> {
        self.text.iter().chain(self.code.iter().flatten())
    }
}

impl<'a> Text<'a> {
    pub(crate) fn read(sql: &'a SqlText, dialect: Dialect) -> Self {
        let statements = read(sql, dialect);
        Self { sql, control: control(&statements), statements }
    }

    /// The statements to run, with their indices.
    pub(crate) fn run(&self) -> impl Iterator<Item = (usize, &Statement)> {
        self.control.run.iter().map(|&at| (at, &self.statements[at]))
    }
}
