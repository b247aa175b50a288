//! What queries give. The expected names and types were taken from a server.

use super::super::model::Sql;
use super::super::schema::Catalog;
use super::outputs::{Of, Output};
use crate::Dialect;

const SCHEMA: &str = "CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN word AS text;
    CREATE TABLE a (id bigint PRIMARY KEY, n varchar(20) COLLATE \"C\", m mood, w word, s smallint,
        p numeric(5,2), at timestamptz, t text, u varchar(9));
    CREATE TABLE b (id int, a_id bigint, t text);
    CREATE VIEW v (one, two) AS SELECT id, count(*) FROM a GROUP BY id;
    CREATE TABLE unknown AS SELECT f();
    CREATE FUNCTION min(text) RETURNS int LANGUAGE sql AS 'select 1';";

#[track_caller]
fn check(query: &str, expected: &str) {
    let catalog = Catalog::of(SCHEMA, Dialect::Postgres);
    let shown = |it: &Output| {
        let name = it.name.as_ref().expect("it has one");
        match &it.of {
            None => format!("{name} ?"),
            Some(Of::Literal) => format!("{name} text"),
            Some(Of::Type(of, None)) => format!("{name} {of}"),
            Some(Of::Type(of, Some(by))) => format!("{name} {of} by {by}"),
        }
    };
    let found = catalog.outputs(&Sql::new(query, Dialect::Postgres));
    let found = found
        .map_or("nothing".to_owned(), |all| all.iter().map(shown).collect::<Vec<_>>().join(", "));
    assert_eq!(found, expected, "{query}");
}

#[test]
fn columns() {
    check(
        "SELECT id, a.n AS x, public.a.m FROM a",
        "id bigint, x character varying(20) by C, m mood",
    );
    check("SELECT * FROM b", "id integer, a_id bigint, t text");
    check(
        "SELECT b.*, x.s FROM b JOIN a AS x ON true",
        "id integer, a_id bigint, t text, s smallint",
    );
    check("SELECT y, t FROM b AS b (x, y)", "y bigint, t text");
    check("SELECT a_id, b.t FROM a, b", "a_id bigint, t text");
    check("SELECT * FROM v", "one bigint, two bigint");
    check("TABLE b", "nothing");
    check("SELECT * FROM a JOIN b USING (id)", "nothing");
    check("SELECT * FROM unknown", "nothing");
    check("SELECT id, b.t FROM b, unknown", "id ?, t text");
    check("SELECT b.id FROM b, generate_series(1, 2)", "id integer");
    check("SELECT x.id FROM (SELECT max(id) AS id FROM b) x", "id integer");
    check("WITH x AS (SELECT id FROM b) SELECT * FROM x", "id integer");
    check("WITH RECURSIVE x AS (SELECT id FROM b) SELECT id FROM x", "id ?");
}

#[test]
fn expressions() {
    check(
        "SELECT NULL::int AS a, 'x'::varchar(3) AS b, cast(id AS text) FROM a",
        "a integer, b character varying(3), id text",
    );
    check("SELECT n::text, u::text FROM a", "n text by C, u text");
    check(
        "SELECT 1 AS a, 3000000000 AS b, 1.5 AS c, 'x' AS d, true AS e",
        "a integer, b bigint, c numeric, d text, e boolean",
    );
    check(
        "SELECT max(n) AS a, max(p) AS b, max(m) AS c, max(w) AS d, max(at) AS e FROM a",
        "a text by C, b ?, c mood, d ?, e timestamp with time zone",
    );
    check("SELECT min(t) AS a, max(t) AS b FROM a", "a ?, b text");
    check(
        "SELECT max(s) = 1 AS a, max(s) > 0 AND true AS b, max(t) IS NULL AS c FROM a",
        "a boolean, b boolean, c boolean",
    );
    check(
        "SELECT coalesce(id, s) AS a, coalesce(t, 'x'), coalesce(u, 'x') AS c FROM a",
        "a ?, coalesce text, c ?",
    );
    check(
        "SELECT CASE WHEN true THEN id END AS a, s + 1 AS b, id + id AS c FROM a",
        "a bigint, b ?, c bigint",
    );
    check("SELECT (SELECT count(*) FROM b) AS a, sum(s) FROM a", "a bigint, sum bigint");
    check("SELECT NULL::int", "nothing");
    check("SELECT id + s AS a, 1 FROM a", "a ?, ?column? integer");
}

#[test]
fn sets() {
    check("SELECT id, NULL AS x FROM b UNION ALL SELECT id, t FROM b", "id integer, x text");
    check("SELECT id FROM b UNION SELECT id FROM a", "id ?");
    check("(SELECT u FROM a) EXCEPT SELECT 'x'", "u ?");
}
