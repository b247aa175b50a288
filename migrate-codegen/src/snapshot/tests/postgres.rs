//! The generated files of histories for PostgreSQL.

use super::sources;
use crate::Dialect;
use crate::check::{Options, check};
use crate::snapshot::{NoSnapshot, Serde, Settings, Snapshot, TypedSchema, take};

fn snapshot(texts: &[&str]) -> Snapshot {
    let sources = sources(texts);
    let report = check(&sources, &Options::new(Dialect::Postgres));
    assert!(report.is_clean(), "{:?}", report.problems);
    let typed = TypedSchema { path: "src/schema.rs".to_owned(), serde: Serde::Derive };
    take(&sources, &report, &Settings { typed: Some(typed) }).expect("the history is sound")
}

const SHOP: [&str; 5] = [
    "customers\nCREATE EXTENSION IF NOT EXISTS pgcrypto;
     CREATE TYPE mood AS ENUM ('good', 'bad');
     CREATE TABLE customers (
        id BIGSERIAL PRIMARY KEY, -- counts up
        name VARCHAR(80) NOT NULL DEFAULT 'nobody', mood mood, favourite BIGINT
     );",
    "orders\nCREATE TABLE orders (
        id UUID PRIMARY KEY DEFAULT gen_random_uuid(), customer BIGINT NOT NULL REFERENCES customers,
        placed_at TIMESTAMPTZ NOT NULL DEFAULT now(), note TEXT, CHECK (note <> '')
     );
     CREATE INDEX ON orders (customer, placed_at DESC) WHERE note IS NOT NULL;
     ALTER TABLE customers ADD FOREIGN KEY (favourite) REFERENCES orders (customer) ON DELETE SET NULL;",
    "notes\nCREATE SCHEMA audit;
     CREATE TABLE audit.notes (at DATE, what JSONB) PARTITION BY RANGE (at);
     CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
        INSERT INTO audit.notes VALUES (now(), to_jsonb(NEW)); -- all of it
        RETURN NEW;
     END $$;
     CREATE TRIGGER noted AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();",
    "views\nCREATE VIEW a_view AS
        SELECT * FROM b_view;",
    "policy\nALTER TYPE mood ADD VALUE 'fair' AFTER 'good';
     CREATE POLICY own ON orders FOR SELECT USING (customer = 1);
     CREATE STATISTICS s ON id, customer FROM orders;
     DO $$ BEGIN PERFORM 1; DROP VIEW IF EXISTS old_view; END $$",
];

/// The history with a view that its own view reads.
fn shop() -> Vec<&'static str> {
    let mut shop = SHOP.to_vec();
    shop.insert(3, "before\nCREATE VIEW b_view AS SELECT id FROM orders;");
    shop
}

#[test]
fn the_files_read_like_this() {
    let files = snapshot(&shop());
    insta::assert_snapshot!("postgres_schema_sql", files.schema_sql);
    insta::assert_snapshot!("postgres_migrations_sum", files.migrations_sum);
}

#[test]
fn the_module_reads_like_this() {
    let more = "more\nCREATE TABLE \"Odd Ones\" (\"Id\" smallint, tags text[], sizes numeric(5,2)[] NOT NULL, raw bytea);
                CREATE TABLE audit.seen (who inet, lost_at timestamp, mood mood);
                CREATE TABLE copied AS SELECT 1 AS one; CREATE TABLE called AS SELECT f() AS one;
                CREATE VIEW named (a, b) AS SELECT 1, 2;";
    let mut texts = shop();
    texts.push(more);
    let rust = snapshot(&texts).schema_rs.expect("asked for");
    #[cfg(feature = "expand")]
    syn::parse_file(&rust).expect("is Rust");
    insta::assert_snapshot!("postgres_schema_rs", rust);
}

#[test]
fn the_schema_makes_the_same_schema_again() {
    let first = snapshot(&shop());
    let again = snapshot(&[&format!("all\n{}", first.schema_sql)]);
    let body = |text: &str| text.split_once("\n\n").map(|(_, rest)| rest.to_owned());
    assert_eq!(body(&again.schema_sql), body(&first.schema_sql));
}

#[test]
fn a_new_table_appears_in_one_place() {
    let mut more = shop();
    more.push("more\nCREATE TABLE baskets (id BIGSERIAL PRIMARY KEY, customer BIGINT REFERENCES customers)");
    let [before, after] = [snapshot(&shop()), snapshot(&more)].map(|it| it.schema_sql);
    let new: Vec<_> = similar_lines(&before, &after);
    assert_eq!(new.concat().matches("CREATE").count(), 1, "{new:?}");
}

/// The lines that only the later text has; all others are in both, in the same order.
fn similar_lines<'a>(before: &str, after: &'a str) -> Vec<&'a str> {
    let mut old = before.lines().peekable();
    let new = after.lines().filter(|line| old.next_if_eq(line).is_none()).collect();
    assert_eq!(old.next(), None, "every line is there still");
    new
}

#[test]
fn what_is_refused_has_no_files() {
    let broken = sources(&["bad\nDROP TABLE a"]);
    let report = check(&broken, &Options::new(Dialect::Postgres));
    assert_eq!(take(&broken, &report, &Settings::default()), Err(NoSnapshot::Errors));
}

/// What the file says behind the objects, and at its head.
#[track_caller]
fn said(sql: &str, expected: &[&str]) {
    let file = snapshot(&[&format!("one\n{sql}")]).schema_sql;
    let told = |line: &&str| {
        ["ALTER ", "COMMENT ", "GRANT ", "REVOKE ", "--   migration "]
            .iter()
            .any(|it| line.starts_with(it))
    };
    assert_eq!(file.lines().filter(told).collect::<Vec<_>>(), expected, "{sql}\n{file}");
}

const TABLE: &str = "CREATE TABLE a (id int PRIMARY KEY, n text, CONSTRAINT c CHECK (n <> ''));
    CREATE INDEX i ON a (n); CREATE SEQUENCE s; CREATE TYPE mood AS ENUM ('good');
    CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW EXECUTE FUNCTION f(); CREATE VIEW v AS SELECT 1 AS one;";

#[test]
fn what_is_said_of_objects_is_said_again() {
    said(
        &format!(
            "{TABLE} ALTER TABLE a ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
             ALTER TABLE a REPLICA IDENTITY USING INDEX i; ALTER TABLE a CLUSTER ON i;
             ALTER TABLE a OWNER TO one; ALTER TABLE a OWNER TO two; ALTER TABLE a DISABLE TRIGGER t;
             ALTER TABLE a SET (fillfactor = 70), ALTER n SET STORAGE external, ALTER COLUMN n SET STATISTICS 5;
             COMMENT ON TABLE a IS 'x'; COMMENT ON COLUMN a.n IS 'it''s'; COMMENT ON CONSTRAINT c ON a IS 'c';
             GRANT SELECT, INSERT ON a, v TO reader; REVOKE INSERT ON TABLE a FROM reader"
        ),
        &[
            "ALTER TABLE a ENABLE ROW LEVEL SECURITY;",
            "ALTER TABLE a FORCE ROW LEVEL SECURITY;",
            "ALTER TABLE a REPLICA IDENTITY USING INDEX i;",
            "ALTER TABLE a CLUSTER ON i;",
            "ALTER TABLE a OWNER TO two;",
            "ALTER TABLE a DISABLE TRIGGER t;",
            "ALTER TABLE a SET (fillfactor = 70);",
            "ALTER TABLE a ALTER COLUMN n SET STORAGE external;",
            "ALTER TABLE a ALTER COLUMN n SET STATISTICS 5;",
            "COMMENT ON TABLE a IS 'x';",
            "COMMENT ON COLUMN a.n IS 'it''s';",
            "COMMENT ON CONSTRAINT c ON a IS 'c';",
            "GRANT SELECT, INSERT ON TABLE a TO reader;",
            "REVOKE INSERT ON TABLE a FROM reader;",
            "GRANT SELECT, INSERT ON TABLE v TO reader;",
        ],
    );
    said(
        &format!(
            "{TABLE} ALTER SEQUENCE s INCREMENT BY 2; ALTER SEQUENCE s RESTART; ALTER VIEW v OWNER TO one;
             ALTER INDEX i SET (fillfactor = 50); ALTER TYPE mood OWNER TO one; COMMENT ON TYPE mood IS 'm';
             COMMENT ON SCHEMA public IS 'p'; GRANT USAGE ON SCHEMA public TO reader; GRANT reader TO writer"
        ),
        &[
            "ALTER TYPE mood OWNER TO one;",
            "COMMENT ON TYPE mood IS 'm';",
            "COMMENT ON SCHEMA public IS 'p';",
            "GRANT USAGE ON SCHEMA public TO reader;",
            "ALTER INDEX i SET (fillfactor = 50);",
            "ALTER SEQUENCE s INCREMENT BY 2;",
            "ALTER VIEW v OWNER TO one;",
        ],
    );
}

#[test]
fn a_view_in_the_place_of_another_says_for_itself() {
    said(
        "CREATE VIEW v AS SELECT 1; ALTER VIEW v SET (security_barrier); ALTER VIEW v OWNER TO one;
         CREATE SEQUENCE s; CREATE TABLE a (id int); ALTER SEQUENCE s INCREMENT 2 OWNED BY a.id;
         ALTER TABLE a RENAME id TO own; CREATE OR REPLACE VIEW v AS SELECT 1",
        &[
            "ALTER SEQUENCE s OWNED BY a.own;",
            "ALTER SEQUENCE s INCREMENT 2;",
            "ALTER VIEW v OWNER TO one;",
        ],
    );
    written(
        "CREATE SCHEMA ours; CREATE EXTENSION pgcrypto WITH SCHEMA ours",
        "CREATE SCHEMA ours;\n\nCREATE EXTENSION IF NOT EXISTS pgcrypto SCHEMA ours;",
    );
}

#[test]
fn what_is_said_follows_its_object() {
    let told = "COMMENT ON COLUMN a.n IS 'x'; COMMENT ON CONSTRAINT c ON a IS 'y'; ALTER TABLE a DISABLE TRIGGER t;
        ALTER TABLE a CLUSTER ON i; COMMENT ON TYPE mood IS 'z';";
    said(
        &format!(
            "{TABLE} {told} ALTER TABLE a RENAME n TO m; ALTER TABLE a RENAME CONSTRAINT c TO d; ALTER INDEX i RENAME TO j;
             ALTER TRIGGER t ON a RENAME TO u; ALTER TYPE mood RENAME TO moods; ALTER TABLE a RENAME TO b"
        ),
        &[
            "COMMENT ON TYPE moods IS 'z';",
            "COMMENT ON COLUMN b.m IS 'x';",
            "COMMENT ON CONSTRAINT d ON b IS 'y';",
            "ALTER TABLE b DISABLE TRIGGER u;",
            "ALTER TABLE b CLUSTER ON j;",
        ],
    );
    said(
        &format!(
            "{TABLE} {told} DROP TRIGGER t ON a; DROP INDEX i; ALTER TABLE a DROP COLUMN n; DROP TYPE mood"
        ),
        &[],
    );
    said(
        &format!("{TABLE} {told} DROP TABLE a; CREATE TABLE a (n text)"),
        &["COMMENT ON TYPE mood IS 'z';"],
    );
    said(
        &format!(
            "{TABLE} {told} ALTER TABLE a ENABLE TRIGGER t, SET WITHOUT CLUSTER; COMMENT ON COLUMN a.n IS NULL"
        ),
        &["COMMENT ON TYPE mood IS 'z';", "COMMENT ON CONSTRAINT c ON a IS 'y';"],
    );
}

#[test]
fn triggers_that_are_turned_off_and_on() {
    let off = "ALTER TABLE a DISABLE TRIGGER t;";
    said(&format!("{TABLE} {off} ALTER TABLE a ENABLE TRIGGER USER"), &[]);
    said(
        &format!(
            "{TABLE} {off} ALTER TABLE a DISABLE TRIGGER ALL; ALTER TABLE a ENABLE TRIGGER USER"
        ),
        &["ALTER TABLE a DISABLE TRIGGER ALL;", "ALTER TABLE a ENABLE TRIGGER USER;"],
    );
    said(
        &format!("{TABLE} ALTER TABLE a DISABLE TRIGGER USER; ALTER TABLE a ENABLE TRIGGER ALL"),
        &[],
    );
}

/// What the file has behind its first line.
#[track_caller]
fn written(sql: &str, expected: &str) {
    let file = snapshot(&[&format!("one\n{sql}")]).schema_sql;
    let (_, body) = file.split_once("\n\n").expect("a line above");
    assert_eq!(body.trim_end(), expected, "{sql}");
}

#[test]
fn what_is_not_known_is_a_comment_and_what_needs_it() {
    written(
        "CREATE TABLE a AS SELECT f() AS id; ALTER TABLE a ADD PRIMARY KEY (id);
         CREATE TABLE b (id int REFERENCES a, n text); CREATE INDEX i ON a (id);
         CREATE VIEW v AS SELECT n FROM b WHERE id IN (SELECT id FROM a); COMMENT ON TABLE a IS 'x'",
        "-- The table `a`: left out, because not all of it is known.
--   CREATE TABLE a (
--       CONSTRAINT a_pkey PRIMARY KEY (id)
--   );

-- The index `i`: left out, because the table `a` is.
--   CREATE INDEX i ON a (id);

CREATE TABLE b (
    id integer,
    n text
);

-- The view `v`: left out, because the table `a` is.
--   CREATE VIEW v AS
--   SELECT n FROM b WHERE id IN (SELECT id FROM a);

-- What is said of `a`: left out, because the table `a` is.
--   COMMENT ON TABLE a IS 'x';

-- The constraint `b_id_fkey` of `b`: left out, because the table `a` is.
--   ALTER TABLE b ADD CONSTRAINT b_id_fkey FOREIGN KEY (id) REFERENCES a (id);",
    );
}

#[test]
fn partitions_and_children_are_written_as_they_were() {
    written(
        "CREATE TABLE b (\"At\" date, n text DEFAULT 'x') PARTITION BY LIST (\"At\");
         CREATE TABLE a PARTITION OF b (CHECK (n <> 'X')) FOR VALUES IN ('2020-01-01') PARTITION BY HASH (n);
         CREATE TABLE a1 PARTITION OF a FOR VALUES WITH (MODULUS 2, REMAINDER 0);
         CREATE TABLE d (id int DEFAULT 1); CREATE TABLE c (own int) INHERITS (d);
         ALTER TABLE b RENAME n TO m; ALTER TABLE d RENAME TO e; ALTER TABLE c ADD more int;
         CREATE TABLE like_e (LIKE e INCLUDING DEFAULTS, own int)",
        "CREATE TABLE b (
    \"At\" date,
    m text DEFAULT 'x'
) partition by list (\"At\");

CREATE TABLE a PARTITION OF b (
    CONSTRAINT a_n_check CHECK (m <> 'X')
) FOR VALUES IN ('2020-01-01') PARTITION BY HASH (m);

CREATE TABLE a1 PARTITION OF a FOR VALUES WITH (MODULUS 2, REMAINDER 0);

CREATE TABLE e (
    id integer DEFAULT 1
);

CREATE TABLE c (
    own integer,
    more integer
) INHERITS (e);

CREATE TABLE like_e (
    id integer DEFAULT 1,
    own integer
);",
    );
    for sql in [
        "CREATE TABLE a (LIKE b INCLUDING ALL)",
        "CREATE TABLE a (x int, LIKE b)",
        "CREATE TABLE a (id int); ALTER TABLE a INHERIT b",
        "CREATE TABLE a (x int) INHERITS (b); ALTER TABLE a ALTER id SET DEFAULT 2",
        "CREATE TABLE a (x int) INHERITS (b); ALTER TABLE a NO INHERIT b",
    ] {
        let file = snapshot(&[&format!("one\nCREATE TABLE b (id int); {sql}")]).schema_sql;
        let left_out = "-- The table `a`: left out, because not all of it is known.";
        assert!(file.contains(left_out), "{sql}\n{file}");
    }
}

#[test]
fn what_has_no_place_is_named() {
    for sql in [
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader",
        "GRANT SELECT (id) ON a TO reader",
        "COMMENT ON FUNCTION f() IS 'x'",
        "COMMENT ON POLICY p ON a IS 'x'",
        "ALTER FUNCTION f() OWNER TO one",
        "ALTER POLICY p ON a USING (false)",
        "ALTER TABLE a INHERIT b",
        "ALTER TABLE a OPTIONS (SET x 'y')",
        "REASSIGN OWNED BY one TO two",
    ] {
        said(
            &format!("{TABLE} CREATE TABLE b (id int); {sql}"),
            &[&format!("--   migration 1: {sql}")],
        );
    }
}
