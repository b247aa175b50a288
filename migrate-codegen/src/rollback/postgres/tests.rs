//! Rollbacks of PostgreSQL, written out and proven.

mod calls;
mod rows;
mod said;

use super::{Scene, infer, keep};
use crate::catalog::Catalog;
use crate::change::{Before, Step};
use crate::reader::{Statement, read};
use crate::rollback::{Inferred, NotInferred};
use crate::source::{SourceFile, SqlText};
use crate::{Dialect, Version};

fn inferred(start: &str, sql: &str) -> Result<Inferred, NotInferred> {
    of(start, sql, infer)
}

/// The rollback of the second text after the first that keeps aside what it drops or overwrites.
pub(super) fn kept(start: &str, sql: &str) -> Result<Inferred, NotInferred> {
    of(start, sql, |scenes, after| keep(scenes, after, Version::new(3).expect("not negative")))
}

/// Why nothing is kept.
#[track_caller]
pub(super) fn refused_to_keep(start: &str, sql: &str, why: &str) {
    let found = kept(start, sql).expect_err(sql);
    assert!(found.why.contains(why), "{sql}\n{found}");
}

fn of(
    start: &str,
    sql: &str,
    infer: impl FnOnce(&[Scene<'_>], &Catalog) -> Result<Inferred, NotInferred>,
) -> Result<Inferred, NotInferred> {
    let text = SqlText::slice(&SourceFile::new("1.sql", sql), 0..sql.len());
    let statements: Vec<Statement> = read(&text, Dialect::Postgres);
    let mut catalog = Catalog::of(start, Dialect::Postgres);
    let mut scenes = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let before = catalog.clone();
        catalog.apply(statement).expect("the migration is fine");
        let step = Step { text: &text, statement, before: Before::Unknown };
        scenes.push(Scene { at, step, before });
    }
    infer(&scenes, &catalog)
}

/// The rollback of the second text after the first, and what does not come back.
#[track_caller]
fn check(start: &str, sql: &str, expected: &[&str], lost: &[&str]) {
    let found = inferred(start, sql).unwrap_or_else(|why| panic!("{sql}\n{why}"));
    assert_eq!(found.statements, expected, "{sql}");
    assert_eq!(found.lost, lost, "{sql}");
}

/// Why there is none.
#[track_caller]
fn refused(start: &str, sql: &str, why: &str) {
    let found = inferred(start, sql).expect_err(sql);
    assert!(found.why.contains(why), "{sql}\n{found}");
}

const SHOP: &str = "CREATE TYPE mood AS ENUM ('a', 'b');
    CREATE TABLE customers (id serial PRIMARY KEY, name varchar(20) NOT NULL, feels mood DEFAULT 'a');
    CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers (id),
        total int DEFAULT 1 CHECK (total > 0), note text);
    CREATE INDEX orders_by_customer ON orders (customer_id);
    CREATE VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY 1;
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ begin return new; end $$;
    CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();";

#[test]
fn what_is_made_is_dropped() {
    check(SHOP, "CREATE TABLE a (id serial); CREATE INDEX i ON a (id)", &["DROP TABLE a"], &[]);
    check(SHOP, "CREATE INDEX i ON orders (note)", &["DROP INDEX i"], &[]);
    check(
        SHOP,
        "CREATE INDEX CONCURRENTLY i ON orders (note)",
        &["DROP INDEX CONCURRENTLY i"],
        &[],
    );
    check(SHOP, "CREATE VIEW v AS SELECT 1; DROP VIEW v", &[], &[]);
    check(
        SHOP,
        "CREATE TYPE t AS ENUM ('x'); CREATE DOMAIN d AS int; CREATE SEQUENCE s; CREATE SCHEMA z",
        &["DROP SCHEMA z", "DROP SEQUENCE s", "DROP DOMAIN d", "DROP TYPE t"],
        &[],
    );
    check(
        SHOP,
        "CREATE FUNCTION f(a int, b text) RETURNS int LANGUAGE sql AS 'select 1'",
        &["DROP FUNCTION f(integer, text)"],
        &[],
    );
    check(
        SHOP,
        "CREATE TRIGGER t AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch()",
        &["DROP TRIGGER t ON orders"],
        &[],
    );
    check(
        SHOP,
        "CREATE TRIGGER t AFTER INSERT ON schema_migrations EXECUTE FUNCTION touch()",
        &["DROP TRIGGER t ON schema_migrations"],
        &[],
    );
    check(
        SHOP,
        "CREATE STATISTICS st ON id, total FROM orders; CREATE POLICY p ON orders USING (true)",
        &["DROP POLICY p ON orders", "DROP STATISTICS st"],
        &[],
    );
}

#[test]
fn what_is_made_later_goes_earlier() {
    check(
        SHOP,
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY);
         ALTER TABLE a ADD FOREIGN KEY (id) REFERENCES b",
        &["ALTER TABLE a DROP CONSTRAINT a_id_fkey", "DROP TABLE b", "DROP TABLE a"],
        &[],
    );
    check(
        SHOP,
        "CREATE TABLE a (id int); CREATE SEQUENCE s; ALTER SEQUENCE s OWNED BY a.id;
         ALTER TABLE a ALTER id SET DEFAULT nextval('s')",
        &["DROP TABLE a"],
        &[],
    );
}

#[test]
fn names_come_back() {
    check(
        SHOP,
        "ALTER TABLE orders RENAME TO o; ALTER TABLE o RENAME total TO sum;
         ALTER TABLE o RENAME CONSTRAINT orders_pkey TO o_pkey; ALTER INDEX orders_by_customer RENAME TO i;
         ALTER TYPE mood RENAME VALUE 'a' TO 'z'; ALTER TYPE mood RENAME TO m;
         ALTER VIEW totals RENAME TO t; ALTER FUNCTION touch() RENAME TO touches;
         ALTER TRIGGER touched ON o RENAME TO g; ALTER SEQUENCE customers_id_seq RENAME TO s;
         CREATE SCHEMA z; ALTER TABLE o SET SCHEMA z",
        &[
            "ALTER TABLE z.o SET SCHEMA public",
            "DROP SCHEMA z",
            "ALTER SEQUENCE s RENAME TO customers_id_seq",
            "ALTER TRIGGER g ON o RENAME TO touched",
            "ALTER FUNCTION touches() RENAME TO touch",
            "ALTER VIEW t RENAME TO totals",
            "ALTER TYPE m RENAME TO mood",
            "ALTER TYPE mood RENAME VALUE 'z' TO 'a'",
            "ALTER INDEX i RENAME TO orders_by_customer",
            "ALTER TABLE o RENAME CONSTRAINT o_pkey TO orders_pkey",
            "ALTER TABLE o RENAME COLUMN sum TO total",
            "ALTER TABLE o RENAME TO orders",
        ],
        &[],
    );
}

#[test]
fn columns_are_as_they_were() {
    check(
        SHOP,
        "ALTER TABLE orders ADD a int UNIQUE, ADD COLUMN b text, ALTER total DROP DEFAULT,
             ALTER total SET NOT NULL, ALTER note SET DEFAULT 'x'",
        &[
            "ALTER TABLE orders DROP COLUMN b",
            "ALTER TABLE orders DROP COLUMN a",
            "ALTER TABLE orders ALTER COLUMN total SET DEFAULT 1",
            "ALTER TABLE orders ALTER COLUMN total DROP NOT NULL",
            "ALTER TABLE orders ALTER COLUMN note DROP DEFAULT",
        ],
        &[],
    );
    check(
        SHOP,
        "ALTER TABLE orders DROP note",
        &["ALTER TABLE orders ADD COLUMN note text"],
        &["the values of `orders.note`"],
    );
    check(
        "CREATE TABLE a (x text NOT NULL, y int)",
        "ALTER TABLE a DROP x",
        &[
            "ALTER TABLE a ADD COLUMN x text NOT NULL DEFAULT ''",
            "ALTER TABLE a ALTER COLUMN x DROP DEFAULT",
        ],
        &["the values of `a.x`", "the place of `a.x` among the columns"],
    );
}

#[test]
fn types_come_back_where_the_engine_knows_the_way() {
    let alter = |to: &str| format!("ALTER TABLE customers ALTER name TYPE {to}");
    let back = "ALTER TABLE customers ALTER COLUMN name TYPE character varying(20)";
    check(SHOP, &alter("text"), &[back], &[]);
    check(SHOP, &alter("varchar(10)"), &[back], &[]);
    check(
        SHOP,
        &alter("varchar(5) USING left(name, 5)"),
        &[back],
        &["the values of `customers.name` that differ between `character varying(20)` and \
           `character varying(5)`"],
    );
    refused(SHOP, &alter("bytea USING name::bytea"), "nothing turns `bytea` back");
    check(
        SHOP,
        "ALTER TABLE orders ALTER total TYPE bigint",
        &[
            "ALTER TABLE orders DROP CONSTRAINT orders_total_check",
            "ALTER TABLE orders ALTER COLUMN total DROP DEFAULT",
            "ALTER TABLE orders ALTER COLUMN total TYPE integer",
            "ALTER TABLE orders ALTER COLUMN total SET DEFAULT 1",
            "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total > 0)",
        ],
        &[],
    );
}

#[test]
fn labels() {
    check(
        SHOP,
        "ALTER TYPE mood ADD VALUE 'c'; ALTER TYPE mood ADD VALUE IF NOT EXISTS 'a'",
        &[
            "ALTER TYPE mood RENAME TO mood_before",
            "CREATE TYPE mood AS ENUM ('a', 'b')",
            "ALTER TABLE customers ALTER COLUMN feels DROP DEFAULT",
            "ALTER TABLE customers ALTER COLUMN feels TYPE mood USING feels::text::mood",
            "ALTER TABLE customers ALTER COLUMN feels SET DEFAULT 'a'",
            "DROP TYPE mood_before",
        ],
        &[],
    );
    let copied = format!("{SHOP} CREATE TABLE copies AS SELECT feels, f() FROM customers;");
    refused(&copied, "ALTER TYPE mood ADD VALUE 'c'", "not all of `copies` is known");
    let view = format!("{SHOP} CREATE VIEW v AS SELECT feels FROM customers");
    refused(&view, "ALTER TYPE mood ADD VALUE 'c'", "the view `v` reads `customers.feels`");
}

#[test]
fn what_is_dropped_is_made_again() {
    check(
        SHOP,
        "DROP TRIGGER touched ON orders; DROP VIEW totals; DROP INDEX orders_by_customer",
        &[
            "CREATE INDEX orders_by_customer ON orders (customer_id)",
            "CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch()",
            "CREATE VIEW totals AS\nSELECT customer_id, sum(total) AS total FROM orders GROUP BY 1",
        ],
        &[],
    );
    check(
        SHOP,
        "DROP VIEW totals; DROP TABLE customers CASCADE",
        &[
            "CREATE TABLE customers (\n    id serial,\n    name character varying(20) NOT NULL,\n    \
             feels mood DEFAULT 'a',\n    CONSTRAINT customers_pkey PRIMARY KEY (id)\n)",
            "ALTER TABLE orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) \
             REFERENCES customers (id)",
            "CREATE VIEW totals AS\nSELECT customer_id, sum(total) AS total FROM orders GROUP BY 1",
        ],
        &["the rows of `customers`"],
    );
    check(
        SHOP,
        "ALTER TABLE orders DROP CONSTRAINT orders_pkey",
        &["ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id)"],
        &[],
    );
}

#[test]
fn what_cascade_takes_comes_back() {
    check(
        "CREATE TABLE a (x int); CREATE VIEW v AS SELECT x FROM a; CREATE MATERIALIZED VIEW w AS
         SELECT x FROM v; CREATE INDEX i ON w (x)",
        "DROP VIEW v CASCADE",
        &[
            "CREATE VIEW v AS\nSELECT x FROM a",
            "CREATE MATERIALIZED VIEW w AS\nSELECT x FROM v",
            "CREATE INDEX i ON w (x)",
        ],
        &[],
    );
}

#[test]
fn views_come_back_last() {
    check(
        "CREATE TABLE a (x int); CREATE VIEW v AS SELECT * FROM a",
        "ALTER TABLE a ADD y int; DROP VIEW v; CREATE VIEW v AS SELECT * FROM a WHERE y > 0",
        &["DROP VIEW v", "ALTER TABLE a DROP COLUMN y", "CREATE VIEW v AS\nSELECT * FROM a"],
        &[],
    );
    check(
        "CREATE TABLE a (x int); CREATE MATERIALIZED VIEW v AS SELECT x FROM a; CREATE INDEX i ON v (x)",
        "ALTER TABLE a RENAME x TO y; DROP MATERIALIZED VIEW v",
        &[
            "ALTER TABLE a RENAME COLUMN y TO x",
            "CREATE MATERIALIZED VIEW v AS\nSELECT x FROM a",
            "CREATE INDEX i ON v (x)",
        ],
        &[],
    );
}

#[test]
fn what_stands_for_another_time() {
    let time =
        "CREATE VIEW v AS SELECT 'now'::timestamp AS at; CREATE TABLE a (at date DEFAULT 'today')";
    refused(time, "DROP VIEW v", "stands for the time at which it was read");
    refused(time, "ALTER TABLE a ALTER at DROP DEFAULT", "stands for the time");
}

#[test]
fn triggers_that_are_off_for_a_while() {
    check(
        SHOP,
        "ALTER TABLE orders DISABLE TRIGGER USER; ALTER TABLE orders ADD a int;
         ALTER TABLE orders ENABLE TRIGGER USER",
        &["ALTER TABLE orders DROP COLUMN a"],
        &[],
    );
    refused(SHOP, "ALTER TABLE orders DISABLE TRIGGER USER", "what was said before of triggers");
}

#[test]
fn replaced_texts_come_back() {
    check(
        SHOP,
        "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ begin return old; end $$",
        &[
            "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ begin return \
           new; end $$",
        ],
        &[],
    );
    check(
        SHOP,
        "CREATE OR REPLACE VIEW totals AS SELECT customer_id, sum(total) AS total, 1 AS one FROM orders GROUP BY 1",
        &[
            "DROP VIEW totals",
            "CREATE VIEW totals AS\nSELECT customer_id, sum(total) AS total FROM orders GROUP BY 1",
        ],
        &[],
    );
    check(SHOP, "CREATE OR REPLACE VIEW v AS SELECT 1", &["DROP VIEW v"], &[]);
}

#[test]
fn if_not_exists_is_decided_by_the_schema() {
    check(SHOP, "CREATE TABLE IF NOT EXISTS orders (id int)", &[], &[]);
    check(SHOP, "CREATE TABLE IF NOT EXISTS a (id int)", &["DROP TABLE a"], &[]);
    check(SHOP, "CREATE INDEX IF NOT EXISTS orders_by_customer ON orders (id)", &[], &[]);
    check(SHOP, "ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text", &[], &[]);
    check(SHOP, "DROP TABLE IF EXISTS nothing; CREATE SCHEMA IF NOT EXISTS public", &[], &[]);
    check(SHOP, "CREATE EXTENSION citext", &["DROP EXTENSION citext"], &[]);
    let found = format!("{SHOP} CREATE EXTENSION IF NOT EXISTS citext");
    check(&found, "CREATE EXTENSION IF NOT EXISTS citext", &[], &[]);
}

#[test]
fn blocks_of_plain_definitions() {
    let guarded = |what: &str| {
        format!("DO $$ BEGIN {what}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    };
    check(SHOP, &guarded("CREATE TYPE t AS ENUM ('x')"), &["DROP TYPE t"], &[]);
    check(SHOP, &guarded("CREATE TYPE mood AS ENUM ('x')"), &[], &[]);
}
