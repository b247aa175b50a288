//! The schema as it stands in the replay, for hints and probes.

use crate::change::{Before, Object, OnConflict, Stored, Write};
use crate::check::Text;
use crate::footprint::Footprint;
use crate::lint::{Reference, Schema, Table};
use crate::reader::{Existence, Kind, Lifetime, Statement};

use super::engine::{Engine, literal, quoted};

/// One foreign key of a table.
#[derive(Debug)]
pub(super) struct ForeignKey {
    /// The referenced table.
    pub(super) parent: String,
    /// The columns of the child.
    pub(super) from: Vec<String>,
    /// The columns of the parent; empty for its primary key.
    pub(super) to: Vec<String>,
    /// `NO ACTION`, `CASCADE`, ..
    pub(super) on_delete: String,
    pub(super) on_update: String,
}

/// What a statement is about to change, where that decides how it is undone: what a `DROP` removes,
/// what `IF NOT EXISTS` may find, and the keys and triggers of a table whose rows are changed.
pub(super) fn before(engine: &Engine, statement: &Statement) -> Before {
    let object = match statement.kind {
        // Its triggers may change rows that no rollback brings back; its keys say which rows of an
        // `INSERT` to delete again.
        kind if kind.is_data() => Some(Object::Table),
        // It may hide a table of the same name.
        Kind::CreateTable if statement.lifetime == Lifetime::Temporary => Some(Object::Table),
        kind if kind.is_drop() || statement.existence == Existence::IfNotExists => Object::of(kind),
        _ => None,
    };
    let (Some(object), Some(name)) = (object, statement.object.as_ref()) else {
        return Before::Unknown;
    };
    let own = format!(
        "(type = {} AND name = {} COLLATE NOCASE)",
        literal(object.as_str()),
        literal(&name.name)
    );
    let belongs = match object {
        Object::Table | Object::View => {
            format!("(type <> 'table' AND tbl_name = {} COLLATE NOCASE)", literal(&name.name))
        }
        Object::Index | Object::Trigger => "0".to_owned(),
    };
    Before::Known(objects(engine, &format!("{own} OR {belongs}")))
}

/// The objects of which this condition is true, in the order of their creation.
pub(super) fn objects(engine: &Engine, condition: &str) -> Vec<Stored> {
    let sql = format!(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE {condition} ORDER BY rowid"
    );
    let stored = |row: Vec<String>| {
        let [of, name, table, sql] = <[String; 4]>::try_from(row).ok()?;
        let object = Object::named(&of)?;
        Some(Stored { object, name, table, sql: (!sql.is_empty()).then_some(sql) })
    };
    engine.rows(&sql).unwrap_or_default().into_iter().filter_map(stored).collect()
}

/// What the rules ask about the schema before a text. They ask about tables that it drops, or whose
/// rows it replaces, so without one nobody looks further.
pub(super) fn schema(engine: &Engine, text: &Text<'_>) -> Schema {
    let asks = |it: &Statement| match it.kind {
        Kind::DropTable | Kind::Replace => true,
        Kind::Update => Write::read(it).is_some_and(|write| write.conflict == OnConflict::Delete),
        _ => false,
    };
    if !text.statements.iter().any(asks) {
        return Schema::Known(Vec::new());
    }
    let mut tables: Vec<Table> = Vec::new();
    for (child, key) in foreign_keys(engine) {
        let reference = Reference {
            table: child,
            columns: key.to,
            on_delete: key.on_delete,
            on_update: key.on_update,
        };
        match tables.iter_mut().find(|it| it.name.eq_ignore_ascii_case(&key.parent)) {
            Some(table) => table.referenced_by.push(reference),
            None => tables.push(Table { name: key.parent, referenced_by: vec![reference] }),
        }
    }
    Schema::Known(tables)
}

/// What the view that the statement made reads; `None` while it cannot be used.
pub(super) fn reads_of_view(engine: &Engine, statement: &Statement) -> Option<Footprint> {
    let view = &statement.object.as_ref()?.name;
    let query = format!("SELECT * FROM main.{}", quoted(view));
    let (prepared, mut footprint) = engine.record(|| engine.prepare(&query));
    footprint.reads.remove(view);
    prepared.is_ok().then_some(footprint)
}

/// Whether another table references `table`.
pub(super) fn is_referenced(engine: &Engine, table: &str) -> bool {
    // Who references it names it, but in a quoted name a quote is doubled.
    let plain = table.split(['"', '`', '\'']).next().unwrap_or_default();
    let sql = format!(
        "SELECT 1 FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS key \
         WHERE {MAY_REFER} AND instr(upper(child.sql), upper({plain})) IS NOT 0 \
         AND key.\"table\" = {name} COLLATE NOCASE AND child.name <> {name} COLLATE NOCASE LIMIT 1",
        plain = literal(plain),
        name = literal(table)
    );
    !engine.column(&sql).is_empty()
}

/// The tables and views.
pub(super) fn tables_and_views(engine: &Engine) -> Vec<String> {
    engine.column(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') \
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
}

/// The columns of a table or view, hidden ones left out.
pub(super) fn columns(engine: &Engine, table: &str) -> Vec<String> {
    engine.column(&format!("SELECT name FROM pragma_table_info({})", literal(table)))
}

/// The names of all objects of this type: `table`, `index`, `view` or `trigger`.
pub(super) fn names(engine: &Engine, of: &str) -> Vec<String> {
    engine.column(&format!("SELECT name FROM sqlite_schema WHERE type = {}", literal(of)))
}

/// Whether a table may have foreign keys: the word stands in its text, which is quicker to see than
/// to ask for its list of them. An application may have an `upper` of its own, and a stubbed function
/// says NULL: then each is asked.
const MAY_REFER: &str = "child.type = 'table' AND instr(upper(child.sql), 'REFERENCES') IS NOT 0";

/// The foreign keys of all tables, each with the table that has it.
pub(super) fn foreign_keys(engine: &Engine) -> Vec<(String, ForeignKey)> {
    let sql = format!(
        "SELECT child.name, id, \"table\", \"from\", \"to\", on_delete, on_update \
         FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) \
         WHERE {MAY_REFER} AND child.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         ORDER BY child.rowid, id, seq"
    );
    let mut keys: Vec<([String; 2], ForeignKey)> = Vec::new();
    for row in engine.rows(&sql).unwrap_or_default() {
        let Ok([child, id, parent, from, to, on_delete, on_update]) = <[String; 7]>::try_from(row)
        else {
            continue;
        };
        let key = [child, id];
        if keys.last().is_none_or(|(last, _)| *last != key) {
            let (none, nor) = (Vec::new(), Vec::new());
            keys.push((key, ForeignKey { parent, from: none, to: nor, on_delete, on_update }));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.from.push(from);
            key.to.extend((!to.is_empty()).then_some(to));
        }
    }
    keys.into_iter().map(|([child, _], key)| (child, key)).collect()
}

/// The columns of a table's primary key, in its order.
pub(super) fn primary_key(engine: &Engine, table: &str) -> Vec<String> {
    engine.column(&format!(
        "SELECT name FROM pragma_table_info({}) WHERE pk > 0 ORDER BY pk",
        literal(table)
    ))
}

/// The column sets that identify a row: the primary key, and the unique indexes over all rows.
pub(super) fn keys(engine: &Engine, table: &str) -> Vec<Vec<String>> {
    let unique = engine.column(&format!(
        "SELECT name FROM pragma_index_list({}) WHERE \"unique\" = 1 AND partial = 0",
        literal(table)
    ));
    let indexed = unique.iter().map(|index| {
        engine.column(&format!("SELECT name FROM pragma_index_info({})", literal(index)))
    });
    let primary = std::iter::once(primary_key(engine, table));
    primary.chain(indexed).filter(|columns| !columns.is_empty()).collect()
}

/// The columns that each index of a table begins with, its primary key among them.
pub(super) fn indexed(engine: &Engine, table: &str) -> Vec<Vec<String>> {
    let indexes = engine.column(&format!("SELECT name FROM pragma_index_list({})", literal(table)));
    let columns = indexes.iter().map(|index| {
        engine.column(&format!("SELECT name FROM pragma_index_info({})", literal(index)))
    });
    columns.chain(std::iter::once(primary_key(engine, table))).collect()
}

/// Columns that can be assigned, for an `UPDATE` that fires every trigger.
pub(super) fn assignments(engine: &Engine, table: &str) -> String {
    let sql = format!("SELECT name FROM pragma_table_xinfo({}) WHERE hidden = 0", literal(table));
    let columns = engine.column(&sql);
    let assign = |column: &String| format!("{0} = {0}", quoted(column));
    columns.iter().map(assign).collect::<Vec<_>>().join(", ")
}
