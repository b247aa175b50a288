//! Migrations of PostgreSQL one after the other, each in a transaction, perhaps in other sessions.

use super::super::{Catalog, Fault};
use super::statements;
use crate::Dialect;

/// Applies each text in a transaction of its own.
fn applied(migrations: &[&str]) -> Result<(), Fault> {
    let mut catalog = Catalog::new(Dialect::Postgres);
    for sql in ["CREATE TABLE a (id int, x text); CREATE SCHEMA s; CREATE TABLE s.b (y int)"]
        .iter()
        .chain(migrations)
    {
        for statement in statements(sql, Dialect::Postgres) {
            catalog.apply(&statement)?;
        }
        catalog.end_transaction();
    }
    Ok(())
}

#[track_caller]
fn fine(migrations: &[&str]) {
    assert_eq!(applied(migrations), Ok(()), "{migrations:?}");
}

#[track_caller]
fn refused(migrations: &[&str], expected: &str) {
    let fault = applied(migrations).expect_err("is refused");
    assert_eq!(fault.to_string(), expected, "{migrations:?}");
}

#[test]
fn temporary_tables_end_or_may_end() {
    let dropped = "CREATE TEMP TABLE t (p int) ON COMMIT DROP; INSERT INTO t (p) VALUES (1)";
    fine(&[dropped, dropped, "CREATE TABLE t (q int); SELECT q FROM t; UPDATE t SET q = 1"]);
    fine(&["CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1 AS p", "CREATE TABLE t (q int)"]);
    refused(&[dropped, "INSERT INTO t (p) VALUES (1)"], "relation \"t\" does not exist");
    for made in [
        "CREATE TEMP TABLE t (p int PRIMARY KEY); CREATE INDEX i ON t (p)",
        "SELECT 1 AS p INTO TEMP t; CREATE TEMP SEQUENCE i",
        "CREATE TABLE pg_temp.t (p int); CREATE VIEW i AS SELECT p FROM t",
        "CREATE TEMPORARY VIEW t AS SELECT 1 AS p",
    ] {
        fine(&[made, "INSERT INTO t (p) VALUES (1)"]);
        fine(&[made, "CREATE TABLE t (q int); CREATE INDEX i ON t (q)"]);
        fine(&[made, "CREATE TABLE public.i (q int)"]);
    }
    refused(
        &["CREATE TEMP TABLE t (p int); UPDATE t SET q = 1"],
        "column \"q\" of relation \"t\" does not exist",
    );
}

#[test]
fn temporary_tables_hide_others_for_a_while() {
    fine(&["CREATE TEMP TABLE a (p int) ON COMMIT DROP; UPDATE a SET p = 1", "UPDATE a SET x = 1"]);
    fine(&["CREATE TEMP TABLE a (p int)", "UPDATE a SET x = 1", "UPDATE a SET p = 1"]);
    refused(
        &["CREATE TEMP TABLE a (p int) ON COMMIT DROP", "UPDATE a SET p = 1"],
        "column \"p\" of relation \"a\" does not exist",
    );
}

#[test]
fn where_names_are_looked_up_ends_or_may_end() {
    fine(&["SET LOCAL search_path TO s; SELECT y FROM b", "SELECT x FROM a"]);
    refused(&["SET LOCAL search_path TO s", "SELECT * FROM b"], "relation \"b\" does not exist");
    refused(&["SET LOCAL search_path TO s; SELECT * FROM a"], "relation \"a\" does not exist");
    for set in
        ["SET search_path = s", "SET SCHEMA 's'", "SET LOCAL search_path = public; SET SCHEMA 's'"]
    {
        fine(&[set, "SELECT * FROM a", "SELECT * FROM b", "CREATE TABLE a (z int)"]);
        refused(
            &[set, "SET search_path TO DEFAULT; SELECT * FROM b"],
            "relation \"b\" does not exist",
        );
    }
    // Who made `extensions`, and what is in it?
    fine(&["SET search_path TO public, extensions; SELECT * FROM things", "SELECT * FROM things"]);
    fine(&["SET search_path TO extensions, s; CREATE TABLE b (q int)"]);
}

#[test]
fn savepoints() {
    fine(&["SAVEPOINT p; CREATE TABLE t (q int); ROLLBACK TO p; CREATE TABLE t (r int)"]);
    fine(&["SAVEPOINT p; DROP TABLE a; ROLLBACK WORK TO SAVEPOINT p; SELECT x FROM a; RELEASE p"]);
    refused(
        &["SAVEPOINT p; CREATE TABLE t (q int); RELEASE SAVEPOINT p; CREATE TABLE t (r int)"],
        "relation \"t\" already exists",
    );
}
