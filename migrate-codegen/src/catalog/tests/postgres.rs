//! What PostgreSQL makes of statements: names that it gives, what goes with what, types.
//!
//! The expectations were taken from a server.

use super::super::{Catalog, Ident, Knowledge, Null, Rule};
use super::applied;
use crate::Dialect;

/// Every object by its name, in the order in which they were made; a table with its columns and
/// constraints.
fn said(catalog: &Catalog) -> Vec<String> {
    let tables = catalog.tables().map(|table| {
        let columns = table.columns.iter().map(|it| {
            let null = if it.null == Null::Refused { " not null" } else { "" };
            let default = it.default.as_ref().map(|it| format!(" = {it}")).unwrap_or_default();
            format!("{} {}{null}{default}", it.name, it.type_name)
        });
        let constraints = table.constraints.iter().filter_map(|it| it.name.as_ref());
        let parts: Vec<_> = columns.chain(constraints.map(ToString::to_string)).collect();
        format!("table {}: {}", table.name, parts.join(", "))
    });
    let indexes = catalog.indexes().map(|it| format!("index {} on {}", it.name, it.table));
    let views = catalog.views().map(|it| format!("view {}", it.name));
    let triggers = catalog.triggers().map(|it| format!("trigger {} on {}", it.name, it.table));
    let sequences = catalog.sequences().map(|it| format!("sequence {}", it.name));
    let types = catalog.types().map(|it| format!("type {}", it.name));
    tables.chain(indexes).chain(views).chain(triggers).chain(sequences).chain(types).collect()
}

#[track_caller]
fn check(sql: &str, expected: &[&str]) {
    let (catalog, done) = applied(sql, Dialect::Postgres);
    assert_eq!(done, Ok(()), "{sql}");
    assert_eq!(said(&catalog), expected, "{sql}");
}

#[test]
fn names_that_it_gives() {
    check(
        "CREATE TABLE a (id serial PRIMARY KEY, b int REFERENCES a, c text UNIQUE CHECK (c <> ''),
            d int CHECK (b > d), UNIQUE (b, c), EXCLUDE USING gist (d WITH =));
         CREATE INDEX ON a (c, lower(c), (b + d)); CREATE INDEX ON a (c)",
        &[
            "table a: id integer not null = nextval('a_id_seq'::regclass), b integer, c text, \
             d integer, a_pkey, a_b_fkey, a_c_key, a_c_check, a_check, a_b_c_key, a_d_excl",
            "index a_c_lower_expr_idx on a",
            "index a_c_idx on a",
            "sequence a_id_seq",
        ],
    );
    check(
        "CREATE TABLE a (b int, c text); CREATE INDEX ON a (b) INCLUDE (c); CREATE INDEX ON a ((b), b);
         CREATE INDEX ON a (pg_catalog.lower(c)); ALTER TABLE a ADD UNIQUE (b) INCLUDE (c),
            ADD EXCLUDE (b WITH =, (b + 1) WITH =, lower(c) WITH =)",
        &[
            "table a: b integer, c text, a_b_c_key, a_b_expr_lower_excl",
            "index a_b_c_idx on a",
            "index a_b_b1_idx on a",
            "index a_lower_idx on a",
        ],
    );
}

#[test]
fn types() {
    for (written, kept) in [
        ("int4", "integer"),
        ("INT8", "bigint"),
        ("varchar(20)", "character varying(20)"),
        ("char", "character(1)"),
        ("decimal(10, 2)", "numeric(10,2)"),
        ("numeric(5)", "numeric(5,0)"),
        ("float(24)", "real"),
        ("float", "double precision"),
        ("timestamptz(3)", "timestamp(3) with time zone"),
        ("timestamp without time zone", "timestamp without time zone"),
        ("time", "time without time zone"),
        ("bool[]", "boolean[]"),
        ("text ARRAY[3]", "text[]"),
        ("\"Mood\"", "\"Mood\""),
        ("public.\"Mood\" []", "\"Mood\"[]"),
    ] {
        let sql = format!("CREATE TYPE \"Mood\" AS ENUM ('a'); CREATE TABLE a (x {written})");
        let (catalog, done) = applied(&sql, Dialect::Postgres);
        assert_eq!(done, Ok(()), "{written}");
        let table = catalog.table("a").expect("a table");
        assert_eq!(table.columns[0].type_name, kept, "{written}");
    }
}

#[test]
fn what_goes_with_what() {
    let shop = "CREATE TABLE a (id serial PRIMARY KEY, b int UNIQUE); CREATE INDEX i ON a (b);
                CREATE TABLE c (a_id int REFERENCES a, CHECK (a_id > 0));
                CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();";
    check(&format!("{shop} DROP TABLE a CASCADE"), &["table c: a_id integer, c_a_id_check"]);
    check(
        &format!("{shop} ALTER TABLE a DROP id CASCADE, DROP b; DROP FUNCTION f() CASCADE"),
        &["table a: ", "table c: a_id integer, c_a_id_check"],
    );
    check(
        &format!("{shop} ALTER TABLE a RENAME TO d; ALTER INDEX a_pkey RENAME TO k; DROP TABLE c"),
        &[
            "table d: id integer not null = nextval('a_id_seq'::regclass), b integer, k, a_b_key",
            "index i on d",
            "trigger g on d",
            "sequence a_id_seq",
        ],
    );
    check(
        "CREATE TYPE m AS ENUM ('x'); CREATE TABLE a (b m, c m[], d int); DROP TYPE m CASCADE",
        &["table a: d integer"],
    );
}

#[test]
fn schemas() {
    check(
        "CREATE SCHEMA s; CREATE TABLE s.a (x int); CREATE INDEX i ON s.a (x);
         SET search_path = s; CREATE TABLE b (y int); ALTER TABLE a SET SCHEMA public;
         SET search_path TO DEFAULT; ALTER TABLE a ADD z int",
        &["table a: x integer, z integer", "table s.b: y integer", "index i on a"],
    );
    check("CREATE SCHEMA s; CREATE TABLE s.a (x int); DROP SCHEMA s CASCADE", &[]);
}

#[test]
fn keys_that_are_named_elsewhere() {
    let sql = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (x int REFERENCES a);
               ALTER TABLE a RENAME id TO key; ALTER TABLE a RENAME TO c;
               CREATE UNIQUE INDEX u ON b (x); ALTER TABLE b ADD CONSTRAINT k UNIQUE USING INDEX u";
    let (catalog, done) = applied(sql, Dialect::Postgres);
    assert_eq!(done, Ok(()));
    let table = catalog.table("b").expect("a table");
    let key = table.foreign_keys().next().expect("a foreign key");
    assert_eq!((key.table.to_string(), key.to[0].as_str()), ("c".to_owned(), "key"));
    assert!(matches!(&table.constraints[1].rule, Rule::Unique(key) if key.columns().count() == 1));
    assert_eq!(catalog.indexes().count(), 0);
}

#[test]
fn routines() {
    let sql = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS $$ select 1 $$;
               CREATE FUNCTION f(a text, out b int) LANGUAGE sql AS 'select 2';
               CREATE OR REPLACE FUNCTION f(b int) RETURNS int LANGUAGE sql AS 'select 3';
               CREATE PROCEDURE p() LANGUAGE sql AS ''; ALTER FUNCTION f(int) OWNER TO x;
               DROP FUNCTION f(text), p()";
    let (catalog, done) = applied(sql, Dialect::Postgres);
    assert_eq!(done, Ok(()));
    let all: Vec<_> =
        catalog.routines().map(|it| (it.arguments.join(", "), it.definition.as_str())).collect();
    assert_eq!(all, [("integer".to_owned(), "(b int) RETURNS int LANGUAGE sql AS 'select 3'")]);
}

#[test]
fn what_cascade_takes_for_sure() {
    let views = "CREATE TABLE a (x int); CREATE VIEW v AS SELECT x FROM a;
                 CREATE VIEW w AS SELECT x FROM v; CREATE VIEW u AS SELECT 1 AS x;";
    check(&format!("{views} DROP VIEW v CASCADE"), &["table a: x integer", "view u"]);
    check(&format!("{views} DROP TABLE a CASCADE"), &["view u"]);
    let (catalog, _) = applied(&format!("{views} DROP TABLE a CASCADE"), Dialect::Postgres);
    assert!(catalog.is_certain(&Ident::new("u", Dialect::Postgres)));
}

#[test]
fn texts_of_views_that_the_engine_changed() {
    let known = |sql: &str| {
        let views = "CREATE TABLE a (x int, y int); CREATE VIEW v AS SELECT x FROM a;
                     CREATE VIEW w AS SELECT a.* FROM a;";
        let (catalog, done) = applied(&format!("{views} {sql}"), Dialect::Postgres);
        assert_eq!(done, Ok(()), "{sql}");
        catalog.views().map(|it| it.knowledge == Knowledge::Whole).collect::<Vec<_>>()
    };
    assert_eq!(known("ALTER TABLE a ADD z int"), [true, false]);
    assert_eq!(known("ALTER TABLE a ALTER y SET NOT NULL"), [true, true]);
    assert_eq!(known("ALTER TABLE a RENAME x TO z"), [false, false]);
    assert_eq!(known("ALTER TABLE a RENAME y TO z"), [true, false]);
    assert_eq!(known("ALTER TABLE a RENAME TO b"), [false, false]);
}

#[test]
fn programs_that_fill_variables() {
    let sure = |body: &str| {
        let sql = format!("CREATE TABLE a (x int); {body}");
        let (catalog, done) = applied(&sql, Dialect::Postgres);
        assert_eq!(done, Ok(()), "{sql}");
        catalog.is_certain(&Ident::new("a", Dialect::Postgres))
    };
    assert!(sure("DO $$ DECLARE n int; BEGIN SELECT x INTO n FROM a; END $$"));
    assert!(sure("DO $$ BEGIN INSERT INTO a VALUES (1); END $$"));
    assert!(!sure("DO $$ BEGIN IF true THEN ALTER TABLE a ADD y int; END IF; END $$"));
    let call = |language: &str| {
        format!(
            "CREATE FUNCTION f() RETURNS int LANGUAGE {language} AS $$ SELECT x INTO b FROM a $$; SELECT f()"
        )
    };
    assert!(sure(&call("plpgsql")));
    assert!(!sure(&call("sql")));
}

#[test]
fn when_constraints_are_looked_at() {
    let options = |clause: &str| {
        let sql = format!(
            "CREATE TABLE a (x int PRIMARY KEY, y int, CONSTRAINT f FOREIGN KEY (y) REFERENCES a);
             ALTER TABLE a ALTER CONSTRAINT f {clause}"
        );
        let (catalog, done) = applied(&sql, Dialect::Postgres);
        assert_eq!(done, Ok(()), "{sql}");
        catalog.table("a").expect("a table").constraints[1].options.to_string()
    };
    assert_eq!(options("DEFERRABLE"), "deferrable");
    assert_eq!(options("DEFERRABLE INITIALLY DEFERRED"), "deferrable initially deferred");
    assert_eq!(options("NOT DEFERRABLE"), "");
}
