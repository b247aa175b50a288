//! What does not hold together, and what the rules of the judge say.

use super::super::ProblemKind;
use super::History;
use super::judged::area;
use crate::source::{Expectation, Origin};
use crate::{Category, Version};

const A: &str = "CREATE TABLE a (id INTEGER PRIMARY KEY);";

fn depends(history: History, on: i64) -> History {
    let version = Version::new(on).expect("not negative");
    history.keys(|keys| keys.depends_on = vec![(version, 0..3)])
}

fn depends_by_name(history: History, on: &str) -> History {
    history.keys(|keys| keys.depends_on_names = vec![(on.to_owned(), 0..3)])
}

fn category(history: History, category: Category) -> History {
    history.keys(|keys| keys.category = Some(category))
}

area!(
    order,
    "a version twice" => History::default().version(1, A).version(2, "DELETE FROM a;").version(2, "SELECT id FROM a;"),
    "out of order" => History::default().version(2, "DELETE FROM a;").version(1, A),
    "gaps" => History::default().version(1, A).version(20_250_122, "DELETE FROM a;"),
);

area!(
    dependencies,
    "unknown" => depends(History::of(&[A, "DELETE FROM a;"]), 7),
    "itself" => depends(History::of(&[A, "DELETE FROM a;"]), 2),
    "later" => depends(History::of(&[A]), 2).sql("DELETE FROM a;"),
    "each other" => depends(depends(History::of(&[A]), 2).sql("DELETE FROM a;"), 1),
    "by name" => depends_by_name(History::of(&[A, "DELETE FROM a;"]), "0001_m1"),
    "by a misspelt name" => depends_by_name(History::of(&[A, "DELETE FROM a;"]), "m11x"),
);

area!(
    categories,
    "no data" => category(History::of(&[A]), Category::Data),
    "no index" => category(History::of(&[A]), Category::Index),
    "no constraint" => category(History::of(&[A]), Category::Constraint),
    "a step in Rust is data" => category(History::of(&[A]).code(&["DELETE FROM a"]), Category::Data),
    "it fits" => category(History::of(&[A]), Category::Schema),
    "a rebuild changes constraints" => category(
        History::of(&[A, "CREATE TABLE b (id INT NOT NULL); INSERT INTO b SELECT id FROM a; DROP TABLE a; ALTER TABLE b RENAME TO a;"]),
        Category::Constraint),
);

area!(
    contents,
    "empty" => History::of(&[" -- nothing\n;"]),
    "pragmas of ours alone" => History::of(&["PRAGMA foreign_keys = OFF;"]),
    "empty in a plain directory" => History::of(&[""]).changed(|source| source.origin = Origin::Directory),
    "a ROLLBACK" => History::of(&["CREATE TABLE a (id INT);\nROLLBACK;"]),
    "a VACUUM" => History::of(&["VACUUM;"]),
    "a VACUUM outside of a transaction" => History::of(&["VACUUM;"]).without_transaction(),
    "synchronous" => History::of(&["PRAGMA synchronous = OFF;"]),
);

#[test]
fn rules_of_the_judge() {
    let judged = ["fails_on_data", "unknown_type_name", "d1_refuses"];
    let mut said = String::new();
    for (case, history) in [
        (
            "a value twice",
            History::of(&["CREATE TABLE a (x INT UNIQUE); INSERT INTO a VALUES (1), (1);"]),
        ),
        (
            "a unique index",
            History::of(&[
                "CREATE TABLE a (x INT);",
                "INSERT INTO a VALUES (1), (1);",
                "CREATE UNIQUE INDEX i ON a (x);",
            ]),
        ),
        (
            "a column without a default",
            History::of(&[
                "CREATE TABLE a (x INT); INSERT INTO a VALUES (1);",
                "ALTER TABLE a ADD y INT NOT NULL;",
            ]),
        ),
        (
            "a reference to nothing",
            History::of(&[
                "CREATE TABLE b (id INTEGER PRIMARY KEY); CREATE TABLE a (b_id INT REFERENCES b (id)); INSERT INTO a VALUES (7);",
            ]),
        ),
        (
            "a deferred one",
            History::of(&[
                "CREATE TABLE b (id INTEGER PRIMARY KEY); CREATE TABLE a (b_id INT REFERENCES b (id) DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (7);",
            ]),
        ),
        (
            "OR ROLLBACK",
            History::of(&[
                "CREATE TABLE a (x INT UNIQUE); INSERT OR ROLLBACK INTO a VALUES (1), (1);",
                "DELETE FROM a;",
            ]),
        ),
        (
            "what follows a failure",
            History::of(&[
                "CREATE TABLE a (x INT UNIQUE); INSERT INTO a VALUES (1), (1);",
                "CREATE TABLE b (x INT); INSERT INTO b VALUES ('a'); CREATE UNIQUE INDEX i ON b (x);",
            ]),
        ),
        (
            "an expected one",
            History::of(&["CREATE TABLE a (x INT UNIQUE); INSERT INTO a VALUES (1), (1);"]).keys(
                |keys| {
                    keys.expect = vec![Expectation {
                        rule: "fails_on_data".to_owned(),
                        reason: "known".to_owned(),
                        at: 0..0,
                    }];
                },
            ),
        ),
        (
            "a misspelt type",
            History::of(&["CREATE TABLE a (id INTEGR, x varcahr(20), y TEXT PRIMRY KEY);"]),
        ),
        ("of a column that is added", History::of(&[A, "ALTER TABLE a ADD COLUMN x TXET;"])),
        (
            "types of all sorts",
            History::of(&[
                "CREATE TABLE a (a UNSIGNED BIG INT, b geometry, c, d DOUBLE PRECISION, e ltree);",
            ]),
        ),
        ("D1 has no temporary tables", History::of(&["CREATE TEMP TABLE a (x INT);"]).d1()),
        ("nor other databases", History::of(&["ATTACH 'x.db' AS x;"]).d1()),
        ("nor these pragmas", History::of(&["PRAGMA journal_mode = WAL;"]).d1()),
        ("nor rtree", History::of(&["CREATE VIRTUAL TABLE r USING rtree(id, a, b);"]).d1()),
        ("nor its own names", History::of(&["CREATE TABLE _cf_a (x INT);"]).d1()),
    ] {
        let report = history.report();
        let own = report.problems.iter().filter(|it| judged.contains(&it.code));
        let own: Vec<_> =
            own.map(|it| super::super::render(it, super::super::Style::Plain)).collect();
        said.extend(["== ", case, "\n", &own.join("\n"), "\n\n"]);
        let others = report.errors().filter(|it| it.kind != ProblemKind::Policy);
        assert_eq!(others.count(), 0, "{case}");
    }
    insta::assert_snapshot!(said);
}
