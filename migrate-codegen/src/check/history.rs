//! The whole history, read into statements once for everybody who looks at it.

use super::control::{Control, control};
use crate::reader::{Kind, Statement, read};
use crate::source::{Body, Source, SqlText};
use crate::{Dialect, checksum};

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
    /// Of what applies it.
    pub(crate) checksum: String,
    pub(crate) up: Side<'a>,
    pub(crate) down: Option<Side<'a>>,
    pub(crate) down_from: DownFrom,
}

/// Where the text that rolls a migration back stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DownFrom {
    /// Its author wrote it as SQL or Rust.
    Code,
    /// In a comment: prose, unless it parses and replays.
    Comment,
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
    /// What it is written in.
    pub(crate) dialect: Dialect,
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
        let up = Side::read(&source.up, schema, dialect);
        // What is kept comes back by the inferred rollback, whatever a comment says.
        let commented = source.commented_down.as_ref().filter(|_| source.keys.preserve.is_none());
        let commented = commented.map(|sql| Text::read(sql, dialect));
        let (down, down_from) = match (&source.down, commented) {
            (Some(body), _) => (Some(Side::read(body, None, dialect)), DownFrom::Code),
            (None, Some(text)) if text.parses() => {
                (Some(Side { text: Some(text), code: None }), DownFrom::Comment)
            }
            (None, _) => (None, DownFrom::Code),
        };
        Self { source, checksum: checksum::of_up(source, dialect), up, down, down_from }
    }

    /// Takes a rollback from a comment back: it was prose.
    pub(crate) fn forget_comment(&mut self) {
        if self.down_from == DownFrom::Comment {
            self.down = None;
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
        Self { sql, control: control(&statements), statements, dialect }
    }

    /// Whether it is SQL rather than prose: every statement can be read, as far as sqlparser knows
    /// such statements at all.
    fn parses(&self) -> bool {
        let reads =
            |it: &Statement| it.ast().is_some() || it.kind.is_create() || it.kind == Kind::Pragma;
        let control = &self.control;
        !control.run.is_empty() && control.rollbacks.is_empty() && self.statements.iter().all(reads)
    }

    /// The statements to run, with their indices.
    pub(crate) fn run(&self) -> impl Iterator<Item = (usize, &Statement)> {
        self.control.run.iter().map(|&at| (at, &self.statements[at]))
    }
}
