//! What is refused, in the engine's words, and what is not.

use super::applied;
use crate::Dialect;

/// The first statement that is refused: the words, and the name that is wrong.
#[track_caller]
fn check(dialect: Dialect, sql: &str, expected: &str) {
    let before = "CREATE TABLE a (id int PRIMARY KEY, x text);";
    let all = format!("{before} {sql}");
    let (catalog, done) = applied(&all, dialect);
    let fault = done.expect_err(sql);
    assert_eq!(fault.to_string(), expected, "{sql}");
    let statement = super::statements(&all, dialect)
        .into_iter()
        .find(|it| catalog.clone().apply(it).is_err_and(|it| it == fault))
        .expect("the one that is refused");
    let named = &statement.text()[fault.at.clone()];
    let bare = named.trim_matches(['"', '\'']).to_lowercase();
    let name = fault.name.as_str().to_lowercase();
    assert!(bare == name || fault.code() == "already_exists", "{named} stands for {name}");
}

/// Nothing is refused.
#[track_caller]
fn fine(sql: &str) {
    let before = "CREATE TABLE a (id int PRIMARY KEY, x text);";
    let (_, done) = applied(&format!("{before} {sql}"), Dialect::Postgres);
    assert_eq!(done, Ok(()), "{sql}");
}

#[test]
fn postgres() {
    for (sql, expected) in [
        ("ALTER TABLE b ADD y int", "relation \"b\" does not exist"),
        ("ALTER TABLE a ADD X int", "column \"x\" of relation \"a\" already exists"),
        ("ALTER TABLE a DROP y", "column \"y\" of relation \"a\" does not exist"),
        ("ALTER TABLE a ALTER y SET NOT NULL", "column \"y\" of relation \"a\" does not exist"),
        ("ALTER TABLE a RENAME y TO z", "column \"y\" does not exist"),
        (
            "ALTER TABLE a RENAME CONSTRAINT y TO z",
            "constraint \"y\" for table \"a\" does not exist",
        ),
        ("ALTER TABLE a RENAME id TO x", "column \"x\" of relation \"a\" already exists"),
        ("ALTER TABLE a DROP CONSTRAINT k", "constraint \"k\" of relation \"a\" does not exist"),
        (
            "ALTER TABLE a ADD CONSTRAINT a_pkey CHECK (id > 0)",
            "constraint \"a_pkey\" for relation \"a\" already exists",
        ),
        (
            "ALTER TABLE a ADD PRIMARY KEY (x)",
            "multiple primary keys for table \"a\" are not allowed",
        ),
        ("CREATE TABLE a (y int)", "relation \"a\" already exists"),
        ("CREATE VIEW a_pkey AS SELECT 1", "relation \"a_pkey\" already exists"),
        ("CREATE TABLE b (y int, \"y\" int)", "column \"y\" specified more than once"),
        ("CREATE TABLE b (y int REFERENCES c)", "relation \"c\" does not exist"),
        (
            "CREATE TABLE b (y int REFERENCES a (y))",
            "column \"y\" referenced in foreign key constraint does not exist",
        ),
        ("CREATE TABLE b (x int, UNIQUE (y))", "column \"y\" named in key does not exist"),
        ("CREATE TABLE b (y moot)", "type \"moot\" does not exist"),
        ("ALTER TABLE a ADD y \"Text\"", "type \"Text\" does not exist"),
        ("CREATE INDEX i ON b (y)", "relation \"b\" does not exist"),
        ("CREATE INDEX i ON a (id, y)", "column \"y\" does not exist"),
        ("CREATE INDEX i ON a (id); CREATE INDEX i ON a (x)", "relation \"i\" already exists"),
        ("DROP TABLE b", "table \"b\" does not exist"),
        ("DROP INDEX i", "index \"i\" does not exist"),
        ("DROP VIEW a", "\"a\" is not a view"),
        ("DROP TABLE a, a", "table \"a\" does not exist"),
        ("DROP TRIGGER g ON a", "trigger \"g\" for table \"a\" does not exist"),
        ("CREATE TYPE m AS ENUM ('a'); CREATE TYPE m AS (b int)", "type \"m\" already exists"),
        (
            "CREATE TYPE m AS ENUM ('a'); ALTER TYPE m ADD VALUE 'a'",
            "enum label \"a\" already exists",
        ),
        ("DROP TYPE m", "type \"m\" does not exist"),
        ("INSERT INTO b VALUES (1)", "relation \"b\" does not exist"),
        ("INSERT INTO a (id, y) SELECT 1, 2", "column \"y\" of relation \"a\" does not exist"),
        ("UPDATE a SET (id, y) = (1, 2)", "column \"y\" of relation \"a\" does not exist"),
        ("DELETE FROM ONLY b", "relation \"b\" does not exist"),
        ("SELECT * FROM a JOIN b ON true", "relation \"b\" does not exist"),
        ("SELECT * FROM a x, b y", "relation \"b\" does not exist"),
        ("CREATE VIEW v AS SELECT 1 FROM b", "relation \"b\" does not exist"),
        ("TRUNCATE a, b CASCADE", "relation \"b\" does not exist"),
        ("COMMENT ON TABLE b IS 'x'", "relation \"b\" does not exist"),
        (
            "CREATE TABLE b (a_id int REFERENCES a); DROP TABLE a",
            "cannot drop table a because other objects depend on it",
        ),
        (
            "CREATE TABLE b (a_id int REFERENCES a); ALTER TABLE a DROP CONSTRAINT a_pkey",
            "cannot drop constraint a_pkey on table a because other objects depend on it",
        ),
        (
            "CREATE TABLE b (a_id int REFERENCES a); ALTER TABLE a DROP id",
            "cannot drop column id of table a because other objects depend on it",
        ),
        ("CREATE SCHEMA public", "schema \"public\" already exists"),
        // An extension leaves what is there, and goes alone.
        (
            "CREATE EXTENSION postgis; ALTER TABLE a DROP y",
            "column \"y\" of relation \"a\" does not exist",
        ),
        ("DROP EXTENSION IF EXISTS cube; ALTER TABLE b ADD y int", "relation \"b\" does not exist"),
        ("DROP COLLATION c; ALTER TABLE b ADD y int", "relation \"b\" does not exist"),
    ] {
        check(Dialect::Postgres, sql, expected);
    }
}

#[test]
fn sqlite() {
    for (sql, expected) in [
        ("ALTER TABLE b ADD y", "no such table: b"),
        ("ALTER TABLE a ADD \"X\"", "duplicate column name: X"),
        ("ALTER TABLE a DROP y", "no such column: y"),
        ("CREATE VIEW A AS SELECT 1", "table A already exists"),
        ("CREATE INDEX i ON a (y)", "no such column: y"),
        ("CREATE INDEX i ON a (x); CREATE INDEX i ON a (id)", "index i already exists"),
        ("DROP TABLE b", "no such table: b"),
        ("DROP TRIGGER g", "no such trigger: g"),
    ] {
        check(Dialect::Sqlite, sql, expected);
    }
}

#[test]
fn what_postgres_takes() {
    for sql in [
        "ALTER TABLE IF EXISTS b ADD y int; ALTER TABLE a ADD IF NOT EXISTS x int",
        "ALTER TABLE a DROP IF EXISTS y, DROP CONSTRAINT a_pkey, ADD PRIMARY KEY (x)",
        "ALTER TABLE a ADD y int, ADD CHECK (y > 0), ALTER y SET NOT NULL",
        "CREATE INDEX IF NOT EXISTS a_pkey ON a (x); CREATE INDEX ON a (id); CREATE INDEX ON a (id)",
        "CREATE TABLE b (a_id int REFERENCES a); DROP TABLE a, b",
        "CREATE TABLE b (a_id int REFERENCES a); ALTER TABLE a ADD UNIQUE (id); DROP TABLE a CASCADE",
        "COMMENT ON COLUMN a.x IS 'y'; COMMENT ON FUNCTION f() IS 'y'; LOCK TABLE a",
        "DROP INDEX IF EXISTS i; DROP TABLE IF EXISTS b, a CASCADE; CREATE TABLE a (z int)",
        "SELECT extract(year FROM now()), trim(both FROM x) FROM a WHERE x IS DISTINCT FROM 'y'",
        "WITH b AS (SELECT 1), c (d) AS (SELECT 2) SELECT * FROM b, c, generate_series(1, 2) d",
        "WITH RECURSIVE b AS (SELECT 1 UNION SELECT * FROM b) DELETE FROM a USING b",
        "SELECT * FROM pg_class, pg_catalog.pg_type, information_schema.tables, auth.users",
        "INSERT INTO a (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET x = excluded.x",
        "UPDATE a SET x = b.y FROM (SELECT 1 AS y) b; SELECT ctid FROM a",
        "CREATE TEMP TABLE t (y int); INSERT INTO t (y) VALUES (1); DROP TABLE t",
        "SELECT * INTO b FROM a; UPDATE b SET whatever = 1",
        "CREATE TABLE b (LIKE a INCLUDING ALL); ALTER TABLE b DROP CONSTRAINT b_pkey",
        "CREATE TABLE b (y int[], z public.citext, w geometry(Point, 4326), v a)",
        "CREATE SCHEMA s; CREATE TABLE s.a (y int); SET search_path TO s, public; UPDATE a SET y = 1",
        "DO $$ BEGIN PERFORM 1; CREATE TABLE b (y int); END $$; INSERT INTO b (z) VALUES (1)",
        "DO $$ BEGIN EXECUTE 'CREATE TABLE ' || 'b (y int)'; END $$; DROP TABLE c; ALTER TABLE d ADD x int",
        "CREATE FUNCTION f() RETURNS void AS $$ DROP TABLE a $$ LANGUAGE sql; SELECT f(); CREATE TABLE a ()",
        "CREATE EXTENSION postgis; SELECT * FROM spatial_ref_sys",
        "CREATE EXTENSION postgis; DROP EXTENSION postgis CASCADE; ALTER TABLE a DROP y",
        "DROP COLLATION c CASCADE; ALTER TABLE a DROP y",
        "SELECT * FROM _sqlx_migrations",
        "CREATE TYPE r AS RANGE (subtype = int8, multirange_type_name = rs); CREATE TABLE b (y r, z rs)",
        "CREATE TYPE hours AS RANGE (subtype = time); CREATE TABLE b (y hours_multirange, z _int4)",
        "CREATE TYPE s; CREATE TYPE s (INPUT = i, OUTPUT = o); CREATE TABLE b (y s)",
        "CREATE TYPE m AS ENUM ('x'); ALTER TYPE m ADD VALUE E'a\\'b'; ALTER TYPE m RENAME VALUE 'a''b' TO 'c'",
        "CREATE TABLE U&\"\\0062\" (y int); SELECT y FROM b",
        "SELECT * FROM current_user; SELECT * FROM current_date d; SELECT * FROM localtimestamp(3)",
        "CREATE EXTENSION tablefunc; CREATE TABLE b (y tablefunc_crosstab_2)",
        "CREATE UNIQUE INDEX i ON a (x); ALTER TABLE a ADD UNIQUE USING INDEX i; ALTER TABLE a DROP CONSTRAINT i",
        "ALTER TABLE a ALTER id ADD GENERATED ALWAYS AS IDENTITY; ALTER SEQUENCE a_id_seq RESTART; \
         ALTER TABLE a ALTER id DROP IDENTITY; CREATE SEQUENCE a_id_seq",
        "ALTER TABLE a ALTER id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME s START 4); DROP TABLE a; \
         CREATE SEQUENCE s",
        "CREATE TABLE b (id serial); CREATE INDEX i ON b (id); CREATE SCHEMA s; ALTER TABLE b SET SCHEMA s; \
         ALTER SEQUENCE s.b_id_seq RESTART; ALTER INDEX s.i RENAME TO j; CREATE TABLE b (id serial)",
        "CREATE MATERIALIZED VIEW v AS SELECT 1 AS y; CREATE INDEX i ON v (y); CREATE SCHEMA s; \
         ALTER MATERIALIZED VIEW v SET SCHEMA s; DROP INDEX s.i",
        "CREATE TABLE b (a_id int REFERENCES a); ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE; \
         ALTER TABLE b ADD CONSTRAINT b_a_id_fkey CHECK (a_id > 0)",
        "CREATE RECURSIVE VIEW n (i) AS VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9",
        "CREATE OR REPLACE TEMP RECURSIVE VIEW n (i) AS SELECT 1 UNION ALL SELECT i + 1 FROM n",
        "UPDATE a SET x = (ARRAY[id, 2])[1], id = 1; CREATE TABLE b (y int[] DEFAULT ARRAY[1, 2], z int)",
        "ALTER TABLE a ADD y text[] DEFAULT ARRAY[['p', 'q'], ['r', 's']], ADD z int; UPDATE a SET z = 1",
        "ALTER TABLE a DROP CONSTRAINT a_id_not_null1, ADD y int CONSTRAINT n NOT NULL; \
         ALTER TABLE a DROP CONSTRAINT n",
    ] {
        fine(sql);
    }
}

/// A function that makes the table `b`, called in many ways.
#[test]
fn what_is_called() {
    let function = |name: &str, returns: &str, what: &str| {
        format!(
            "CREATE FUNCTION {name}() RETURNS {returns} LANGUAGE plpgsql AS $$
             BEGIN CREATE TABLE b (y int); RETURN {what}; END $$;"
        )
    };
    for call in [
        "CREATE TABLE c AS SELECT f() AS z",
        "CREATE TABLE c (z int DEFAULT f()); INSERT INTO c DEFAULT VALUES",
        "ALTER TABLE a ADD z int DEFAULT f()",
        "CREATE VIEW c AS SELECT f() AS z; SELECT * FROM c",
        "SELECT 1 INTO c WHERE f() = 1",
        "EXPLAIN ANALYZE SELECT f()",
        "COPY (SELECT f()) TO STDOUT",
        "MERGE INTO a USING (SELECT f() AS k) s ON id = k WHEN NOT MATCHED THEN DO NOTHING",
        "CREATE RULE r AS ON INSERT TO a DO ALSO SELECT f(); INSERT INTO a VALUES (1)",
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION g();
         WITH n AS (INSERT INTO a VALUES (1) RETURNING id) SELECT * FROM n",
    ] {
        let functions = function("f", "int", "1") + &function("g", "trigger", "NEW");
        fine(&format!("{functions} {call}; SELECT y FROM b"));
        let harmless = functions.replace("CREATE TABLE b (y int);", "");
        check(
            Dialect::Postgres,
            &format!("{harmless} {call}; SELECT y FROM b"),
            "relation \"b\" does not exist",
        );
    }
    fine("DO LANGUAGE plpgsql 'BEGIN ALTER TABLE a ADD COLUMN y int; END'; UPDATE a SET y = 1");
    fine("EXPLAIN ANALYZE CREATE TABLE b AS SELECT 1 AS y; SELECT y FROM b");
    check(
        Dialect::Postgres,
        "EXPLAIN CREATE TABLE b AS SELECT 1 AS y; SELECT y FROM b",
        "relation \"b\" does not exist",
    );
}

#[test]
fn partitions_and_children() {
    let family = "CREATE TABLE p (k int, v int) PARTITION BY LIST (k);
                  CREATE TABLE q PARTITION OF p FOR VALUES IN (1);
                  CREATE TABLE r () INHERITS (a);";
    for sql in [
        "DROP TABLE p; CREATE TABLE q (w int); SELECT w FROM q",
        "DROP TABLE a CASCADE; CREATE TABLE r (w int)",
        "ALTER TABLE p RENAME TO o; ALTER TABLE q RENAME TO n; DROP TABLE o; CREATE TABLE n (w int)",
        "CREATE TABLE s (LIKE p); ALTER TABLE p ATTACH PARTITION s DEFAULT; DROP TABLE p; CREATE TABLE s (w int)",
        "CREATE INDEX i ON p (v); CREATE INDEX ON p (v); ALTER INDEX q_v_idx RENAME TO j; DROP INDEX q_v_idx1",
        "ALTER TABLE p ADD PRIMARY KEY (k); ALTER INDEX q_pkey RENAME TO j",
        "ALTER TABLE p ADD UNIQUE (k, v); CREATE TABLE s PARTITION OF p DEFAULT; ALTER INDEX s_k_v_key RENAME TO j",
        "ALTER TABLE p ADD w int; UPDATE q SET w = 1; CREATE INDEX ON r (id, x)",
        "ALTER TABLE r NO INHERIT a; DROP TABLE a; SELECT id FROM r",
    ] {
        fine(&format!("{family} {sql}"));
    }
    for (sql, expected) in [
        ("ALTER TABLE p DETACH PARTITION q; DROP TABLE p; CREATE TABLE q (w int)", "q"),
        ("ALTER TABLE r NO INHERIT a; DROP TABLE a; CREATE TABLE r (w int)", "r"),
    ] {
        let expected = format!("relation \"{expected}\" already exists");
        check(Dialect::Postgres, &format!("{family} {sql}"), &expected);
    }
    let gone = format!("{family} DROP TABLE p; SELECT * FROM q");
    check(Dialect::Postgres, &gone, "relation \"q\" does not exist");
}
