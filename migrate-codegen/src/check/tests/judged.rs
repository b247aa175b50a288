//! What SQLite refuses, and the hints that go with it.

use super::super::{Options, ProblemKind};
use super::History;
use crate::Dialect;

/// All cases of an area in one snapshot, in the order in which they are written.
macro_rules! area {
    ($name:ident, $($case:literal => $history:expr),* $(,)?) => {
        #[test]
        fn $name() {
            let mut said = String::new();
            $(
                let history: History = $history;
                let problems = history.said(&[ProblemKind::Judge, ProblemKind::Structure]);
                said.extend(["== ", $case, "\n", &problems, "\n\n"]);
            )*
            insta::assert_snapshot!(said);
        }
    };
}
pub(super) use area;

const ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, total INTEGER);";

fn after_orders(text: &str) -> History {
    History::of(&[ORDERS, text])
}

area!(
    syntax,
    "the first word" => History::of(&["CRATE TABLE a (id INT);"]),
    "a comma too many" => History::of(&["CREATE TABLE a (id INT, );"]),
    "the second word" => History::of(&["CREATE TABEL a (id INT);"]),
    "a doubled keyword" => History::of(&["CREATE TABLE TABLE a (id INT);"]),
    "a missing parenthesis" => History::of(&["CREATE TABLE a (id INT;"]),
    "a missing comma" => History::of(&["CREATE TABLE a (id INT)", "INSERT INTO a (id) VALUES (1) (2)"]),
    "an unclosed string" => History::of(&["CREATE TABLE a (id INT);\nINSERT INTO a VALUES ('x);"]),
    "an incomplete trigger" => after_orders("CREATE TRIGGER t AFTER INSERT ON orders BEGIN SELECT 1;"),
    "syntax of another engine" => after_orders("SELECT total::text FROM orders;"),
    "after characters of several bytes" => History::of(&["-- é\nCREATE TABLE é (a INT, b b b b, c INT CHEK (c));"]),
    "a nul byte" => History::of(&["CREATE TABLE a (id INT);\nINSERT INTO a\0 VALUES (1);"]),
);

area!(
    missing,
    "a table, misspelt" => after_orders("INSERT INTO ordres (total) VALUES (1);"),
    "a table, made later" => History::of(&["INSERT INTO orders (total) VALUES (1);", ORDERS]),
    "a table, made later in the migration" => History::of(&["DELETE FROM a;\nCREATE TABLE a (id INT);"]),
    "a table, dropped" => History::of(&[ORDERS, "DROP TABLE orders;", "DELETE FROM orders;"]),
    "a table, renamed" => History::of(&[ORDERS, "ALTER TABLE orders RENAME TO sales;", "DELETE FROM orders;"]),
    "a table, in a query" => after_orders("CREATE TABLE x AS SELECT 1;\nINSERT INTO x SELECT o.id\nFROM elsewhere o;"),
    "a column, misspelt" => after_orders("UPDATE orders SET totl = 1 WHERE id = 2;"),
    "a column, with its table" => after_orders("SELECT o.totl FROM orders o;"),
    "a column, added later" => History::of(&[ORDERS, "UPDATE orders SET paid = 1;", "ALTER TABLE orders ADD paid INT;"]),
    "a column, dropped" => History::of(&[ORDERS, "ALTER TABLE orders DROP COLUMN total;", "UPDATE orders SET total = 1;"]),
    "a column, from nowhere" => after_orders("INSERT INTO orders (customer) VALUES (1);"),
    "a column of an index" => after_orders("CREATE INDEX i ON orders (id, totl);"),
    "a column to drop" => after_orders("ALTER TABLE orders DROP COLUMN totl;"),
    "a column to rename" => after_orders("ALTER TABLE orders RENAME COLUMN totl TO amount;"),
    "an index" => after_orders("CREATE INDEX by_total ON orders (total);\nDROP INDEX by_totals;"),
    "a view" => after_orders("DROP VIEW v;"),
    "a trigger" => after_orders("DROP TRIGGER t;"),
    "a function" => after_orders("UPDATE orders SET total = normalise(total);"),
    "a collation" => after_orders("CREATE INDEX i ON orders (total COLLATE german);"),
    "a module" => History::of(&["CREATE VIRTUAL TABLE v USING spellfix1;"]),
    "a database" => after_orders("INSERT INTO other.orders VALUES (1, 1);"),
);

area!(
    there_already,
    "a table" => after_orders("CREATE TABLE orders (id INT);"),
    "a table in another case" => after_orders("CREATE TABLE Orders (id INT);"),
    "a table, as the name of an index" => after_orders("CREATE INDEX orders ON orders (id);"),
    "an index" => History::of(&[ORDERS, "CREATE INDEX i ON orders (id);", "CREATE INDEX i ON orders (total);"]),
    "a view" => History::of(&["CREATE VIEW v AS SELECT 1;", "CREATE VIEW v AS SELECT 2;"]),
    "a column of the table" => after_orders("ALTER TABLE orders ADD COLUMN total INT;"),
    "a column added before" => History::of(&[ORDERS, "ALTER TABLE orders ADD a INT;", "ALTER TABLE orders ADD a INT;"]),
    "a column twice" => History::of(&["CREATE TABLE a (id INT, x INT, id INT);"]),
    "a table with a guard" => after_orders("CREATE TABLE IF NOT EXISTS orders (id INT);"),
);

area!(
    alter,
    "a unique column" => after_orders("ALTER TABLE orders ADD COLUMN code TEXT UNIQUE;"),
    "an indexed column" => after_orders("CREATE INDEX i ON orders (total);\nALTER TABLE orders DROP COLUMN total;"),
    "a column that a view uses" => after_orders("CREATE VIEW v AS SELECT total FROM orders;\nALTER TABLE orders DROP COLUMN total;"),
    "too few values" => after_orders("INSERT INTO orders VALUES (1);"),
    "while a view is broken" => after_orders("CREATE VIEW v AS SELECT x FROM elsewhere;\nALTER TABLE orders RENAME TO sales;"),
    "the primary key" => after_orders("ALTER TABLE orders DROP COLUMN id;"),
    "a view as a table" => History::of(&["CREATE VIEW v AS SELECT 1 AS a;", "INSERT INTO v VALUES (1);"]),
);

area!(
    one_error_a_fault,
    "consequences are silent" => History::of(&[
        "CREATE TABLE a (id INT;",
        "CREATE INDEX i ON a (id);",
        "INSERT INTO a VALUES (1); DROP TABLE a;",
    ]),
    "the rest of the migration too" => History::of(&["CREATE TABEL a (id INT); CREATE INDEX i ON a (id);"]),
    "another syntax error is reported" => History::of(&[
        "CREATE TABLE a (id INT;",
        "SELECT 1;",
        "INSERT INTO a VALEUS (1);",
    ]),
    "a broken down breaks nothing else" => History::of(&[ORDERS]).down("DROP TABLE order_s;").sql("DELETE FROM ordres;"),
    "a broken view and what uses it" => History::of(&[
        "CREATE VIEW v AS SELECT x FROM elsewhere;",
        "CREATE VIEW w AS SELECT x FROM v;",
    ]),
    "a step's queries each" => History::of(&[ORDERS]).code(&["SELECT totl FROM orders", "SELECT id FROM ordres"]),
    "a step breaks nothing else" => History::of(&[ORDERS]).code(&["SELECT totl FROM orders"]).sql("DELETE FROM ordres;"),
);

area!(
    downs,
    "a good one" => after_orders("ALTER TABLE orders ADD paid INT;").down("ALTER TABLE orders DROP COLUMN paid;"),
    "a misspelt one" => after_orders("ALTER TABLE orders ADD paid INT;").down("-- back\nALTER TABLE orders DROP COLUMN payed;"),
    "a syntax error" => after_orders("ALTER TABLE orders ADD paid INT;").down("ALTER TABLE orders DORP COLUMN paid;"),
    "it leaves the schema alone" => History::of(&[ORDERS]).down("DROP TABLE orders;").sql("DELETE FROM orders;"),
    "it fails for rows" => History::of(&["CREATE TABLE a (x INT); INSERT INTO a VALUES (1), (1);"])
        .down("CREATE UNIQUE INDEX i ON a (x);"),
);

area!(
    steps,
    "a good one" => History::of(&[ORDERS]).code(&["SELECT id FROM orders", "UPDATE orders SET total = ?1 WHERE id = ?2"]),
    "before its own schema" => History::of(&[ORDERS])
        .code(&["SELECT total FROM orders", "SELECT amount FROM orders"])
        .schema("ALTER TABLE orders RENAME COLUMN total TO amount"),
    "neither before nor after" => History::of(&[ORDERS])
        .code(&["SELECT totl FROM orders"])
        .schema("ALTER TABLE orders ADD COLUMN paid INT"),
    "a broken schema" => History::of(&[ORDERS]).code(&[]).schema("ALTER TABLE ordres ADD COLUMN paid INT"),
    "undeclared DDL" => History::of(&[ORDERS]).code(&["ALTER TABLE orders ADD COLUMN paid INT"]),
    "rows are unknown after it" => History::of(&["CREATE TABLE a (x INT); INSERT INTO a VALUES (1), (1);"])
        .code(&["DELETE FROM a"])
        .sql("CREATE UNIQUE INDEX i ON a (x); INSERT INTO a VALUES (1), (1);"),
);

area!(
    probes,
    "a view" => after_orders("CREATE VIEW v AS\n  SELECT totl FROM orders;"),
    "a view whose table goes" => History::of(&[ORDERS, "CREATE VIEW v AS SELECT total FROM orders;", "DROP TABLE orders;"]),
    "a trigger" => after_orders("CREATE TRIGGER t AFTER UPDATE ON orders BEGIN\n  INSERT INTO log VALUES (NEW.id);\nEND;"),
    "one trigger of two" => after_orders(
        "CREATE TRIGGER good AFTER DELETE ON orders BEGIN DELETE FROM orders; END;\n\
         CREATE TRIGGER bad AFTER DELETE ON orders BEGIN DELETE FROM orders WHERE totl = 1; END;"),
    "a trigger on a view" => after_orders(
        "CREATE VIEW v AS SELECT id FROM orders;\n\
         CREATE TRIGGER t INSTEAD OF DELETE ON v BEGIN DELETE FROM orders WHERE id = OLD.id; END;"),
    "a missing parent" => History::of(&["CREATE TABLE a (b_id INT REFERENCES b (id));"]),
    "a misspelt parent" => after_orders("CREATE TABLE a (b_id INT REFERENCES ordrs (id));"),
    "a parent without a key" => History::of(&["CREATE TABLE b (id INT);\nCREATE TABLE a (b_id INT REFERENCES b (id));"]),
    "a parent with a unique index" => History::of(&["CREATE TABLE b (id INT); CREATE UNIQUE INDEX i ON b (id); CREATE TABLE a (b_id INT REFERENCES b (id));"]),
    "a parent by its key" => History::of(&["CREATE TABLE b (id INTEGER PRIMARY KEY); CREATE TABLE a (b_id INT REFERENCES b);"]),
    "a parent made later" => History::of(&["CREATE TABLE a (b_id INT REFERENCES b (id));", "CREATE TABLE b (id INTEGER PRIMARY KEY);"]),
    "after a rename" => History::of(&[ORDERS, "CREATE VIEW v AS SELECT total FROM orders;", "ALTER TABLE orders RENAME TO sales;", "CREATE VIEW w AS SELECT total FROM orders;"]),
);

area!(
    d1,
    "a constraint that its SQLite lacks" => after_orders("ALTER TABLE orders ALTER COLUMN total DROP NOT NULL;").d1(),
    "what it takes" => after_orders("PRAGMA defer_foreign_keys = on; CREATE VIRTUAL TABLE f USING fts5(x);").d1(),
);

area!(
    oldest_engine,
    "below it" => after_orders("DELETE FROM orders RETURNING id;").with(target("3.34")),
    "a function" => after_orders("UPDATE orders SET total = unhex('00');").with(target("3.40")),
    "a table of that name" => History::of(&["CREATE TABLE format (strict INT); INSERT INTO format (strict) VALUES (1);"]).with(target("3.30")),
    "STRICT" => History::of(&["CREATE TABLE a (x INT) STRICT;"]).with(target("3.36")),
    "at it" => after_orders("ALTER TABLE orders DROP COLUMN total;").with(target("3.35")),
);

fn target(version: &str) -> Options {
    Options { target: version.parse().ok(), ..Options::new(Dialect::Sqlite) }
}

area!(
    declared,
    "a function" => after_orders("CREATE INDEX i ON orders (normalise(total)); UPDATE orders SET total = normalise(1);")
        .with(Options { functions: vec![("normalise".to_owned(), 1)], ..Options::new(Dialect::Sqlite) }),
    "with other arguments" => after_orders("UPDATE orders SET total = normalise(1, 2);")
        .with(Options { functions: vec![("normalise".to_owned(), 1)], ..Options::new(Dialect::Sqlite) }),
    "an `upper` of its own" => History::of(&["CREATE TABLE a (b_id INT references b (id));"])
        .with(Options { functions: vec![("upper".to_owned(), 1)], ..Options::new(Dialect::Sqlite) }),
    "a collation" => after_orders("CREATE INDEX i ON orders (total COLLATE german);")
        .with(Options { collations: vec!["german".to_owned()], ..Options::new(Dialect::Sqlite) }),
);

/// A setting of one migration is none of the next, which may run on another day.
#[test]
fn settings_end_with_their_migration() {
    let broken =
        "CREATE TABLE a (x); CREATE TABLE b (x); CREATE VIEW v AS SELECT x FROM b; DROP TABLE b";
    let errors = |texts: &[&str]| {
        let report = History::of(texts).report();
        report.errors().map(|it| it.message.clone()).collect::<Vec<_>>()
    };
    let renames = "ALTER TABLE a RENAME TO c; CREATE TABLE b (x)";
    let legacy = "PRAGMA legacy_alter_table = ON;";
    let within = format!("{legacy} {renames}");
    assert_eq!(errors(&[broken, &within]), [""; 0]);
    let refused = "no such table: main.b";
    assert_eq!(errors(&[broken, legacy, renames])[..1], [refused]);
}
