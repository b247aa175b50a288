//! The schemas before and after a migration, and a place to try its rollback in.

use super::catalog;
use super::engine::{Engine, literal};
use super::proof::Proof;
use super::run::{Context, Outcome, Rows};
use crate::change::{Generated, Null, Object, Step, Stored, copies};
use crate::check::{EngineVersion, Options, Text, steps};
use crate::reader::Kind;
use crate::rollback::{
    Column, Inferred, NotInferred, Schema, Stage, infer, infer_and_prove, keep_and_prove,
};
use crate::{Dialect, ForeignKeys, Version};

/// What is known before a migration is applied, for its rollback.
pub(super) struct Rehearsal<'a> {
    text: &'a Text<'a>,
    /// The tables that it names.
    tables: Vec<String>,
    /// The schema before it; `None` where statement-wise inverses have nothing in their way.
    before: Option<Schema>,
    small: Option<Proof<'a>>,
    what: What,
}

/// What a rollback is to bring back.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// The schema, and what its statements tell of the rows.
    Schema,
    /// Every row and value, which this version keeps aside.
    Everything(Version),
}

impl<'a> Rehearsal<'a> {
    /// Looks at the schema before the text. `None` where there is nothing to prove: what only makes
    /// objects is undone by drops, which look at nothing else.
    pub(super) fn new(
        engine: &Engine,
        text: &'a Text<'a>,
        what: What,
        options: &Options,
    ) -> Option<Self> {
        if let What::Everything(_) = what {
            // Triggers and cascades may reach any table.
            let tables = lowercase(catalog::tables_and_views(engine));
            let before = Some(schema(engine, &tables));
            return Some(Self { text, tables, before, small: None, what });
        }
        let small = Some(Proof::new(engine, text)?);
        if !needs_schema(engine, text, options) {
            return Some(Self { text, tables: Vec::new(), before: None, small, what });
        }
        let mut tables = named(text);
        let objects = catalog::objects(engine, "1");
        if text.run().any(|(_, it)| it.kind == Kind::AlterRenameTable) {
            tables.extend(referring(&objects, &tables));
        }
        let before = Some(Schema::new(objects, columns(engine, &tables)));
        Some(Self { text, tables, before, small, what })
    }

    /// The rollback of the text, once it was applied.
    ///
    /// A statement-wise one is tried in a small database first, because undoing DDL in the replay
    /// makes SQLite read the whole schema again.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn infer(
        &self,
        context: &Context<'_>,
        outcome: &Outcome,
        scratch: &Engine,
        options: &Options,
    ) -> Result<Inferred, NotInferred> {
        let steps = steps(self.text, &outcome.before);
        if let What::Everything(version) = self.what {
            return self.keep(context, &steps, outcome, version, options.dialect);
        }
        let plain = infer(&steps, options);
        let small = self.small.as_ref();
        let holds =
            |plain: &Inferred| small.is_none_or(|small| small.holds_in(scratch, &plain.statements));
        let Some(schema) = self.before.as_ref().filter(|_| !plain.as_ref().is_ok_and(holds)) else {
            return plain;
        };
        let engine = context.engine;
        engine.set_foreign_keys(ForeignKeys::Suspend);
        engine.quietly("BEGIN");
        let stage = Tried { engine, tables: &self.tables };
        let again = || context.once_more(self.text, outcome.rows);
        let inferred = infer_and_prove(&steps, schema, &stage, &again, options);
        engine.quietly("ROLLBACK");
        inferred
    }

    /// The rollback that brings back what is kept aside. It is tried without rows: what is kept of
    /// them was not kept when they were changed here.
    fn keep(
        &self,
        context: &Context<'_>,
        steps: &[Step<'_>],
        outcome: &Outcome,
        version: Version,
        dialect: Dialect,
    ) -> Result<Inferred, NotInferred> {
        let engine = context.engine;
        engine.set_foreign_keys(ForeignKeys::Suspend);
        engine.quietly("BEGIN");
        engine.forget_rows();
        let mut tables = self.tables.clone();
        tables.extend(lowercase(catalog::tables_and_views(engine)));
        let stage = Tried { engine, tables: &tables };
        let again = || context.once_more(self.text, Rows::Unknown);
        let before = self.before.clone().unwrap_or_default();
        let footprints = &outcome.footprints;
        let kept = keep_and_prove(steps, footprints, &before, version, &stage, &again, dialect);
        engine.quietly("ROLLBACK");
        kept
    }
}

fn lowercase(names: Vec<String>) -> Vec<String> {
    names.into_iter().map(|name| name.to_ascii_lowercase()).collect()
}

/// Whether the rollback may have to be made from the whole schema: rows or columns are dropped, or
/// an `ALTER TABLE` has views and triggers in its way, or the target cannot drop columns.
///
/// Reading the schema takes longer than adding a column, and a long history adds many.
fn needs_schema(engine: &Engine, text: &Text<'_>, options: &Options) -> bool {
    let has = |kinds: &[Kind]| text.run().any(|(_, it)| kinds.contains(&it.kind));
    let readers = "SELECT 1 FROM sqlite_schema WHERE type IN ('view', 'trigger') LIMIT 1";
    has(&[Kind::DropTable, Kind::AlterDropColumn, Kind::Other])
        || options.target.is_some_and(|target| target < EngineVersion::new(3, 35, 0))
        || !engine.column(readers).is_empty()
}

struct Tried<'a> {
    engine: &'a Engine,
    tables: &'a [String],
}

impl Stage for Tried<'_> {
    fn run(&self, sql: &str) -> Result<(), String> {
        self.engine.run(sql).map_err(|refusal| refusal.message)
    }

    fn schema(&self) -> Schema {
        schema(self.engine, self.tables)
    }
}

/// The tables that the statements name.
fn named(text: &Text<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for step in steps(text, &[]) {
        let statement = step.statement;
        let own = [&statement.object, &statement.on, &statement.to].into_iter().flatten();
        names.extend(own.map(|name| name.name.to_ascii_lowercase()));
        let copied = copies(&step).into_iter().flat_map(|it| it.from);
        names.extend(copied.map(|name| name.to_ascii_lowercase()));
    }
    names.sort();
    names.dedup();
    names
}

/// The tables whose texts may name one of these: SQLite rewrites them where it renames.
fn referring(objects: &[Stored], tables: &[String]) -> Vec<String> {
    let names = |it: &&Stored| {
        let sql = it.sql.as_deref().unwrap_or_default().to_ascii_lowercase();
        it.object == Object::Table && tables.iter().any(|table| sql.contains(table.as_str()))
    };
    objects.iter().filter(names).map(|it| it.name.to_ascii_lowercase()).collect()
}

fn schema(engine: &Engine, tables: &[String]) -> Schema {
    Schema::new(catalog::objects(engine, "1"), columns(engine, tables))
}

fn columns(engine: &Engine, tables: &[String]) -> Vec<Column> {
    let names: Vec<_> = tables.iter().map(|table| literal(table)).collect();
    let sql = format!(
        "SELECT it.name, x.name, x.type, x.\"notnull\", x.dflt_value, x.pk, x.hidden \
         FROM sqlite_schema AS it, pragma_table_xinfo(it.name) AS x \
         WHERE it.type = 'table' AND lower(it.name) IN ({}) ORDER BY it.rowid, x.cid",
        names.join(", ")
    );
    let column = |row: Vec<String>| {
        let [table, name, declared, null, default, key, hidden] =
            <[String; 7]>::try_from(row).ok()?;
        Some(Column {
            table,
            name,
            declared,
            null: if null == "0" { Null::Allowed } else { Null::Refused },
            default: (!default.is_empty()).then_some(default),
            key: key.parse().unwrap_or(0),
            generated: match hidden.as_str() {
                "2" => Generated::Virtual,
                "3" => Generated::Stored,
                _ => Generated::No,
            },
        })
    };
    engine.rows(&sql).unwrap_or_default().into_iter().filter_map(column).collect()
}
