//! Holds the catalog against SQLite over directories of migrations: each statement goes to both,
//! and after each migration the texts that SQLite keeps, read as a catalog, are compared.
//!
//! `cargo run -p migrate-codegen --example catalog --features analyze,sqlite,bundled -- DIR..`
//! Where the first argument is `postgres`, there is no engine, and only what the catalog refuses is
//! listed.
#![expect(clippy::print_stdout, reason = "it is a command")]

use std::path::{Path, PathBuf};

use migrate_codegen::Dialect;
use migrate_codegen::catalog::{Catalog, Knowledge};
use migrate_codegen::reader::{Statement, read};
use migrate_codegen::source::{SourceFile, SqlText};
use rusqlite::Connection;

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let postgres = arguments.first().is_some_and(|it| it == "postgres");
    if postgres {
        arguments.remove(0);
    }
    for directory in &arguments {
        let files = ups(Path::new(directory));
        let tally = if postgres { of_postgres(&files) } else { of_sqlite(&files) };
        println!("{directory}: {} migrations, {tally}", files.len());
    }
}

/// The files that apply migrations, in the order of their paths.
fn ups(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![directory.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "sql")
                && !path.to_string_lossy().ends_with("down.sql")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn statements(file: &Path, dialect: Dialect) -> Vec<Statement> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let text = text.split("-- +goose Down").next().unwrap_or_default().to_owned();
    let source = SourceFile::new(file.to_string_lossy(), text);
    read(&SqlText::slice(&source, 0..source.text.len()), dialect)
}

fn of_postgres(files: &[PathBuf]) -> String {
    let mut catalog = Catalog::new(Dialect::Postgres);
    let (mut count, mut refused) = (0, 0);
    for file in files {
        for statement in statements(file, Dialect::Postgres) {
            count += 1;
            if let Err(fault) = catalog.apply(&statement) {
                refused += 1;
                let head: String = statement.text().chars().take(120).collect();
                println!("  {}:{}: {fault}\n    {head}", file.display(), statement.place.line);
            }
        }
    }
    let certain = catalog.tables().filter(|it| catalog.is_certain(&it.name.name)).count();
    let tables = catalog.tables().count();
    format!("{count} statements, {refused} refused, {certain} of {tables} tables certain")
}

fn of_sqlite(files: &[PathBuf]) -> String {
    let Ok(engine) = Connection::open_in_memory() else { return "no engine".to_owned() };
    let mut catalog = Catalog::new(Dialect::Sqlite);
    let (mut count, mut accepted_all, mut wrong, mut differences) = (0, 0, 0, 0);
    for file in files {
        for statement in statements(file, Dialect::Sqlite) {
            count += 1;
            let accepted = engine.execute_batch(statement.text()).is_ok();
            accepted_all += usize::from(accepted);
            if accepted && let Err(fault) = catalog.apply(&statement) {
                wrong += 1;
                println!("  {}:{}: {fault}", file.display(), statement.place.line);
            }
        }
        let kept = kept(&engine);
        let changes = kept.diff(&catalog);
        differences += changes.len();
        for change in &changes {
            println!("  {}: {change}", file.display());
        }
        // The next migration starts from what is true.
        if !changes.is_empty() {
            catalog = kept;
        }
    }
    let refused = count - accepted_all;
    let objects = catalog.tables().count()
        + catalog.indexes().count()
        + catalog.views().count()
        + catalog.triggers().count();
    let partial = Knowledge::Partial;
    let unsure = catalog.tables().filter(|it| it.knowledge == partial).count()
        + catalog.views().filter(|it| it.knowledge == partial).count()
        + catalog.triggers().filter(|it| it.knowledge == partial).count();
    format!(
        "{count} statements ({refused} refused by SQLite), {wrong} wrongly refused, \
         {differences} differences; {objects} objects at the end, {unsure} of them known in part"
    )
}

/// The catalog of the texts that SQLite keeps.
fn kept(engine: &Connection) -> Catalog {
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' \
               ESCAPE '\\' AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') \
               ORDER BY rowid";
    let texts: Vec<String> = engine
        .prepare(sql)
        .and_then(|mut it| it.query_map([], |row| row.get(0))?.collect())
        .unwrap_or_default();
    Catalog::of(&texts.join(";\n"), Dialect::Sqlite)
}
