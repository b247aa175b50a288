//! What the rules for PostgreSQL find, and what they leave alone.

use super::{Level, Options, Origin, lint};
use crate::Dialect;

const BEFORE: &str = "-- 0001_orders.sql\n\
    CREATE TABLE orders (id int PRIMARY KEY, note varchar(20), at timestamp, name text);\n\
    CREATE TABLE sales (id int);\n\
    -- 0002_next.sql\n";

#[track_caller]
fn check_with(options: &Options, sql: &str, expected: &[&str]) {
    let found = lint(&format!("{BEFORE}{sql}\n"), Origin::SqlFile, options);
    assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), expected, "{sql}");
}

#[track_caller]
fn check(sql: &str, expected: &[&str]) {
    check_with(&Options::new(Dialect::Postgres), sql, expected);
}

#[test]
fn tables_of_the_same_migration_are_not_meant() {
    let made = "CREATE TABLE t (id int);";
    for sql in [
        "CREATE INDEX i ON t (id);",
        "ALTER TABLE t ADD CHECK (id > 0), ADD UNIQUE (id);",
        "ALTER TABLE t ALTER id SET NOT NULL, ALTER id TYPE text;",
        "ALTER TABLE t RENAME TO u; ALTER TABLE u RENAME COLUMN id TO key;",
        "INSERT INTO t SELECT id FROM orders; TRUNCATE t; ALTER TABLE t ENABLE TRIGGER ALL;",
    ] {
        check(&format!("{made} {sql}"), &[]);
    }
    let view = "CREATE MATERIALIZED VIEW v AS SELECT id FROM orders;";
    check(&format!("{view} CREATE UNIQUE INDEX i ON v (id); REFRESH MATERIALIZED VIEW v;"), &[]);
    check("CREATE INDEX i ON orders (id);", &["index_not_concurrently"]);
}

/// What stands behind the first comma counts as what stands before it.
#[test]
fn every_clause_is_read() {
    check("ALTER TABLE orders ADD c int, DROP COLUMN note;", &["drop_column"]);
    check("ALTER TABLE orders DROP note, DROP COLUMN IF EXISTS at;", &["drop_column"; 2]);
    check("ALTER TABLE orders ADD c int, ADD d int NOT NULL;", &["add_column_needs_empty_table"]);
    check("DROP TABLE orders, sales;", &["drop_table", "drop_table"]);
    check("CREATE TABLE t (id int); DROP TABLE IF EXISTS t, public.sales;", &["drop_table"]);
}

#[test]
fn constraints_of_new_columns() {
    check("ALTER TABLE orders ADD c int CHECK (c > 0);", &["check_not_valid"]);
    check("ALTER TABLE orders ADD c int UNIQUE;", &["unique_not_using_index"]);
    let key = ["add_column_needs_empty_table", "primary_key_not_using_index"];
    check("ALTER TABLE sales ADD c int PRIMARY KEY;", &key);
    check("ALTER TABLE sales ADD c bigserial NOT NULL PRIMARY KEY;", &["add_column_rewrites"]);
    check("ALTER TABLE orders ADD c int DEFAULT 1 REFERENCES sales;", &["foreign_key_not_valid"]);
    check("ALTER TABLE orders ADD c int REFERENCES sales;", &[]);
}

#[test]
fn triggers_that_come_back() {
    check("ALTER TABLE orders DISABLE TRIGGER USER;", &["triggers_off"]);
    check("ALTER TABLE orders DISABLE TRIGGER t; ALTER TABLE orders ENABLE TRIGGER ALL;", &[]);
    check("ALTER TABLE orders DISABLE TRIGGER t, ENABLE TRIGGER u;", &["triggers_off"]);
}

#[test]
fn names_and_strings() {
    let long = "x".repeat(64);
    check(&format!("CREATE TABLE \"{long}\" (id int);"), &["name_too_long"]);
    check(&format!("CREATE TABLE t (name text DEFAULT '{long}');"), &[]);
}

#[test]
fn domains() {
    check("ALTER DOMAIN d SET NOT NULL;", &["domain_not_valid"]);
    check("CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CHECK (VALUE > 0);", &[]);
    check("ALTER DOMAIN d DROP NOT NULL;", &[]);
}

#[test]
fn schemas() {
    check("ALTER TABLE orders SET SCHEMA shop;", &["rename_table"]);
    check("CREATE TABLE t (id int); ALTER TABLE t SET SCHEMA shop;", &[]);
}

#[test]
fn what_is_put_aside() {
    check("ALTER TABLE orders RENAME TO orders_retired;", &[]);
    check("ALTER TABLE orders RENAME note TO old_note;", &[]);
    check("ALTER TABLE orders RENAME TO invoices;", &["rename_table"]);
    check(
        "ALTER TABLE orders RENAME TO bills; ALTER TABLE bills RENAME note TO n;",
        &["rename_table"],
    );
}

#[test]
fn guards() {
    check("ALTER TABLE orders ADD COLUMN IF NOT EXISTS c int, ADD d int;", &["if_not_exists"]);
    check("DROP VIEW IF EXISTS v; CREATE TABLE IF NOT EXISTS v (id int);", &[]);
}

#[test]
fn partitions() {
    let made = "CREATE TABLE p (id int) PARTITION BY RANGE (id);\n-- 0003_next.sql\n";
    check(&format!("{made}CREATE INDEX i ON ONLY p (id);"), &[]);
    let sql = format!("{BEFORE}{made}CREATE INDEX i ON p (id);\n");
    let found = lint(&sql, Origin::SqlFile, &Options::new(Dialect::Postgres));
    let help = found.first().and_then(|it| it.help.as_deref()).unwrap_or_default();
    assert!(help.starts_with("create it `ON ONLY` the partitioned table"), "{help}");
}

#[test]
fn types_that_only_become_wider() {
    for (column, to, expected) in [
        ("note", "varchar(40)", None),
        ("note", "text", None),
        ("note", "character varying", None),
        ("note", "varchar(10)", Some("from `varchar` to `varchar`")),
        ("id", "bigint", Some("from `int` to `bigint`")),
        ("at", "timestamptz", Some("unless the time zone of the session is UTC")),
        ("name", "varchar", None),
        ("name", "varchar(9)", Some("from `text` to `varchar`")),
        ("other", "text", Some("unless the type of `orders.other` only becomes wider")),
        ("note", "text USING (note::text)", None),
        ("note", "text USING CAST(note AS text)", None),
        ("note", "text USING upper(note)", Some("`USING` computes `orders.note` anew")),
        ("note", "text USING note || 'x'", Some("`USING` computes")),
        ("at", "timestamptz USING at AT TIME ZONE 'UTC'", Some("`USING` computes")),
    ] {
        let sql = format!("{BEFORE}ALTER TABLE orders ALTER COLUMN {column} TYPE {to};\n");
        let found = lint(&sql, Origin::SqlFile, &Options::new(Dialect::Postgres));
        let message = found.first().map(|it| it.message.as_str());
        let fits = match (message, expected) {
            (Some(message), Some(begin)) => message.starts_with(begin),
            (message, expected) => message == expected,
        };
        assert!(fits, "{column} {to}: {message:?}");
    }
}

#[test]
fn types_are_followed_through_renames() {
    let renamed = "ALTER TABLE orders RENAME TO old_orders; \
                   ALTER TABLE old_orders RENAME COLUMN note TO old_note;";
    check(&format!("{renamed} ALTER TABLE old_orders ALTER old_note TYPE text;"), &[]);
    let zone = "ALTER TABLE orders ALTER at TYPE timestamptz;";
    check(&format!("SET timezone = 'UTC'; {zone}"), &[]);
    check(&format!("SET LOCAL TIME ZONE 'Europe/Oslo'; {zone}"), &["change_column_type"]);
}

#[test]
fn cascades_of_rows_are_not_meant() {
    check("ALTER TABLE orders ADD s int REFERENCES sales ON DELETE CASCADE;", &[]);
    let both =
        "ALTER TABLE orders DROP CONSTRAINT k, ADD s int REFERENCES sales ON DELETE CASCADE;";
    check(both, &[]);
    check("ALTER TABLE orders DROP CONSTRAINT k CASCADE, ADD s int;", &["drop_cascade"]);
    check("DROP FUNCTION f, g CASCADE;", &["drop_cascade"]);
    check("DROP SCHEMA s CASCADE;", &["drop_schema"]);
}

#[test]
fn defaults_that_are_one_value() {
    check("ALTER TABLE orders ADD c timestamptz NOT NULL DEFAULT now();", &[]);
    check("ALTER TABLE orders ADD c int DEFAULT 1, ADD d text DEFAULT 'random()';", &[]);
    check("ALTER TABLE orders ADD c float DEFAULT 2 * random();", &["add_column_rewrites"]);
    check("ALTER TABLE orders ADD c bigserial;", &["add_column_rewrites"]);
    check(
        "ALTER TABLE orders ADD c int GENERATED BY DEFAULT AS IDENTITY;",
        &["add_column_rewrites"],
    );
}

#[test]
fn old_servers() {
    let target =
        |text: &str| Options { target: text.parse().ok(), ..Options::new(Dialect::Postgres) };
    let constant = "ALTER TABLE orders ADD c int DEFAULT 1;";
    check_with(&target("10"), constant, &["add_column_rewrites"]);
    check_with(&target("11"), constant, &[]);
    let value = "ALTER TYPE state ADD VALUE 'lost';";
    check_with(&target("11"), value, &["outside_transaction"]);
    check_with(&target("12"), value, &[]);
    let detach = "ALTER TABLE orders DETACH PARTITION sales;";
    check_with(&target("13"), detach, &[]);
    check_with(&target("14"), detach, &["detach_partition"]);
}

#[test]
fn what_cannot_run_in_a_transaction() {
    let outside = "-- @transaction: false\n";
    for sql in [
        "CREATE INDEX CONCURRENTLY i ON orders (id);",
        "DROP INDEX CONCURRENTLY i;",
        "REINDEX TABLE CONCURRENTLY orders;",
        "ALTER TABLE orders DETACH PARTITION sales CONCURRENTLY;",
        "VACUUM orders;",
        "CREATE DATABASE x;",
        "ALTER SYSTEM SET work_mem = '1GB';",
    ] {
        check(sql, &["outside_transaction"]);
        check(&format!("{outside}{sql}"), &[]);
    }
}

#[test]
fn rows_and_locks() {
    let lock = "ALTER TABLE orders ADD c int;";
    check(&format!("{lock} UPDATE sales SET id = 2 WHERE id = 1;"), &["rows_under_lock"]);
    check(&format!("{lock} INSERT INTO sales VALUES (1);"), &[]);
    check(&format!("{lock} UPDATE pg_index SET indisvalid = true WHERE indexrelid = 1;"), &[]);
    check("UPDATE sales SET id = 2 WHERE id = 1; ALTER TABLE orders ADD c int;", &[]);
    check(&format!("{lock} ALTER TABLE sales ADD c int;"), &["several_locks"]);
    check(&format!("{lock} ALTER TABLE orders ADD d int;"), &[]);
}

#[track_caller]
fn check_asked(id: &str, sql: &str, expected: &[&str]) {
    let levels = vec![(id.to_owned(), Level::Warn)];
    check_with(&Options { levels, ..Options::new(Dialect::Postgres) }, sql, expected);
}

#[test]
fn keys_and_schemas_that_are_elsewhere() {
    let later = "CREATE TABLE t (id int); ALTER TABLE t ADD PRIMARY KEY (id);";
    check_asked("table_without_key", later, &[]);
    check_asked("table_without_key", "CREATE TABLE t PARTITION OF p FOR VALUES IN (1);", &[]);
    check_asked("table_without_key", "CREATE TEMP TABLE t (id int); DROP TABLE t;", &[]);
    check_asked("table_without_schema", "CREATE TABLE \"shop\".\"t\" (id int);", &[]);
}

#[test]
fn statements_that_could_be_one() {
    let two =
        "ALTER TABLE orders ALTER note SET DEFAULT 'a'; ALTER TABLE orders DROP CONSTRAINT k;";
    check_asked("several_alters", two, &["several_alters"]);
    let renames =
        "ALTER TABLE orders DROP CONSTRAINT k; ALTER TABLE orders RENAME note TO old_note;";
    check_asked("several_alters", renames, &[]);
    let between =
        "ALTER TABLE orders DROP CONSTRAINT k; SELECT 1; ALTER TABLE orders DROP CONSTRAINT l;";
    check_asked("several_alters", between, &[]);
}

#[test]
fn opinions_are_asked_for() {
    let sql = "CREATE TABLE t (id int PRIMARY KEY, at timestamp, code char(2), name varchar(9));";
    check(sql, &[]);
    let ids = ["primary_key_32_bit", "timestamp_without_time_zone", "char_type", "varchar_limit"];
    let levels = ids.iter().map(|&id| (id.to_owned(), Level::Warn)).collect();
    check_with(&Options { levels, ..Options::new(Dialect::Postgres) }, sql, &ids);
}
