//! What a statement touches, by its words and what the catalog lists before it.

use super::{Extent, Footprint, words};
use crate::catalog::{Catalog, Ident, Path, Sight, Sql};
use crate::change::Before;
use crate::reader::{Kind, Statement};

/// What the statement touches; `before` is the schema before it, and `sight` says whether the
/// catalog could follow it.
pub(crate) fn listed(statement: &Statement, before: &Catalog, sight: Sight) -> Footprint {
    let mut footprint = words::of(statement, &Before::Unknown);
    let text = Sql::new(statement.text(), statement.dialect());
    match statement.kind {
        Kind::CreateOther | Kind::DropOther | Kind::AlterOther => {
            footprint.extent = Extent::Listed;
            relations(&text, before).for_each(|it| footprint.reads.whole(it));
        }
        // What says something of a table may change it: `TRUNCATE`, `COMMENT`, `GRANT`.
        Kind::Other if !is_program(&text) => {
            footprint.extent = Extent::Listed;
            relations(&text, before).for_each(|it| footprint.writes.whole(it));
        }
        _ => {}
    }
    for name in used(&text, before) {
        footprint.reads.whole(&name);
    }
    if statement.kind.is_data() {
        rows(statement, before, &mut footprint);
    }
    if sight == Sight::Lost {
        footprint.extent = Extent::Everything;
    }
    footprint.reads.remove_whole_of(&footprint.writes);
    footprint
}

/// Whether it holds statements of its own.
fn is_program(text: &Sql) -> bool {
    text.words().first().is_some_and(|it| matches!(it.key(), "do" | "call" | "execute" | "explain"))
}

/// The tables and views that the text names.
fn relations<'a>(text: &Sql, before: &'a Catalog) -> impl Iterator<Item = &'a str> {
    let words = text.words();
    let tables = before.tables().map(|it| &it.name.name);
    let all = tables.chain(before.views().map(|it| &it.name.name));
    all.filter(move |it| words.contains(it)).map(Ident::as_str)
}

/// The types and sequences that the text names, and the functions that it calls.
fn used(text: &Sql, before: &Catalog) -> Vec<String> {
    let (words, called) = (text.words(), text.called());
    let types = before.types().map(|it| &it.name.name).filter(|it| words.contains(it));
    let sequences = before.sequences().map(|it| &it.name.name).filter(|it| words.contains(it));
    let routines = before.routines().map(|it| &it.name.name).filter(|it| called.contains(it));
    types.chain(sequences).chain(routines).map(ToString::to_string).collect()
}

/// What a change of rows brings about: triggers may do anything, foreign keys reach other tables.
fn rows(statement: &Statement, before: &Catalog, footprint: &mut Footprint) {
    let Some(name) = statement.object.as_ref() else { return };
    let found = before.table(&name.name).or_else(|| before.table(&name.name.to_ascii_lowercase()));
    let mut open: Vec<&Path> = found.map(|it| &it.name).into_iter().collect();
    let mut seen: Vec<&Path> = Vec::new();
    while let Some(table) = open.pop() {
        if before.triggers().any(|it| it.table == *table) {
            footprint.extent = Extent::Everything;
        }
        seen.push(table);
        if statement.kind == Kind::Insert {
            continue;
        }
        for other in before.tables().filter(|it| !seen.contains(&&it.name)) {
            if other.foreign_keys().any(|key| key.table == *table && key.acts()) {
                footprint.writes.whole(other.name.name.as_str());
                open.push(&other.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dialect;
    use crate::reader::read;
    use crate::source::{SourceFile, SqlText};

    const BEFORE: &str = "
        CREATE TYPE mood AS ENUM ('good'); CREATE TABLE a (x int PRIMARY KEY); CREATE TABLE noted (x int);
        CREATE TABLE b (a int REFERENCES a ON DELETE CASCADE); CREATE TABLE c (a int REFERENCES a);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER t AFTER INSERT ON noted FOR EACH ROW EXECUTE FUNCTION f();";

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        let file = SourceFile::new("1.sql", sql);
        let statements = read(&SqlText::slice(&file, 0..sql.len()), Dialect::Postgres);
        let before = Catalog::of(BEFORE, Dialect::Postgres);
        let sight = before.clone().follow(&statements[0]).expect("it can be applied");
        let found = listed(&statements[0], &before, sight);
        let [reads, writes] = [&found.reads, &found.writes].map(|it| it.names().join(" "));
        let everything = if found.extent == Extent::Everything { " *" } else { "" };
        assert_eq!(format!("{reads} -> {writes}{everything}"), expected, "{sql}");
    }

    #[test]
    fn definitions() {
        check("CREATE TABLE d (m mood REFERENCES a)", "a mood -> d");
        check("CREATE EXTENSION pgcrypto", " -> pgcrypto");
        check("CREATE INDEX ON a (x)", "a.x -> ");
        check("CREATE POLICY p ON a USING (true)", "a -> p");
        check("CREATE TRIGGER u AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()", "a f -> u");
        check("CREATE MATERIALIZED VIEW v AS SELECT x FROM a", "a -> v");
        check("ALTER TABLE a ALTER x TYPE mood USING 'good'", "mood -> a");
        check("TRUNCATE b", " -> b");
        check("SET lock_timeout = '1s'", " -> ");
    }

    #[test]
    fn rows() {
        check("INSERT INTO a VALUES (1)", " -> a");
        check("INSERT INTO noted VALUES (1)", " -> noted *");
        check("DELETE FROM a WHERE x = 1", " -> a b");
        check("SELECT f()", "f -> ");
        check("DO $$ BEGIN PERFORM 1; DROP TABLE a; END $$", " ->  *");
    }
}
