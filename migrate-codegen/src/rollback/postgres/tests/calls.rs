//! What the schemas before and after a statement do not show.

use super::{SHOP, refused};

#[test]
fn a_column_that_another_takes_the_place_of() {
    let sql = "ALTER TABLE orders DROP COLUMN note, ADD COLUMN note text";
    refused(SHOP, sql, "one statement drops `orders.note` and adds another of its name");
}

/// What a function changes that a statement runs on its way does not come back.
#[test]
fn functions_that_run_on_the_way() {
    let start = "CREATE TABLE counters (n int); CREATE TABLE t (id int PRIMARY KEY);
        CREATE FUNCTION next_no() RETURNS int LANGUAGE sql AS 'update counters set n = n + 1';
        CREATE TABLE d (id int PRIMARY KEY, no int DEFAULT next_no());";
    for sql in [
        "INSERT INTO d (id) VALUES (1)",
        "ALTER TABLE t ADD COLUMN no int DEFAULT next_no()",
        "CREATE TABLE e AS SELECT next_no()",
    ] {
        refused(start, sql, "`next_no` is called, and what it changes cannot be read");
    }
}
