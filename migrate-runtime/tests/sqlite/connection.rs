//! Connections that the application already has.

use std::time::Duration;

use migrate_runtime::driver::sqlite::Database;
use migrate_runtime::history::Tables;
use rusqlite::Connection;

use crate::support::{File, one, set, shown, sql, up};

#[test]
fn lent_in_memory_and_given_back_as_it_was() {
    let mut connection = Connection::open_in_memory().expect("opens");
    connection.busy_timeout(Duration::from_millis(1_234)).expect("sets");
    let one_table = set([sql(1, "CREATE TABLE a (x)")]);
    assert_eq!(up(&one_table, &mut Database::borrow(&mut connection)).expect("applies"), [1]);
    assert_eq!(one(&connection, "PRAGMA busy_timeout"), "1234");
    assert_eq!(
        up(&one_table, &mut Database::borrow(&mut connection)).expect("nothing"),
        [0_i64; 0]
    );
}

/// What a migration sets is over with it: for the next one, and for the application.
#[test]
fn settings_end_with_their_migration() {
    let sets = "PRAGMA recursive_triggers = OFF; PRAGMA ignore_check_constraints = ON; \
                CREATE TABLE a (x CHECK (x > 0)); INSERT INTO a VALUES (-1)";
    let two = set([sql(1, sets), sql(2, "INSERT INTO a VALUES (-2)")]);
    let mut connection = Connection::open_in_memory().expect("opens");
    connection.execute_batch("PRAGMA recursive_triggers = ON").expect("sets");
    let error = up(&two, &mut Database::borrow(&mut connection)).expect_err("the second fails");
    assert!(shown(&error).contains("CHECK constraint failed"), "{}", shown(&error));
    assert_eq!(one(&connection, "PRAGMA recursive_triggers"), "1");
    assert_eq!(one(&connection, "PRAGMA ignore_check_constraints"), "0");
    assert_eq!(one(&connection, "SELECT x FROM a"), "-1");
}

#[test]
fn given_away_and_taken_back() {
    let mut db = Database::from(Connection::open_in_memory().expect("opens"));
    up(&set([sql(1, "CREATE TABLE a (x)")]), &mut db).expect("applies");
    let connection = db.into_connection().expect("it was given");
    assert_eq!(one(&connection, "SELECT count(*) FROM a"), "0");
}

#[test]
fn an_open_transaction_is_refused() {
    let mut connection = Connection::open_in_memory().expect("opens");
    connection.execute_batch("BEGIN").expect("begins");
    let error = up(&set([sql(1, "CREATE TABLE a (x)")]), &mut Database::borrow(&mut connection));
    insta::assert_snapshot!(shown(&error.expect_err("refused")), @"the connection is inside a transaction (hint: commit it or roll it back before migrating)");
    assert!(!connection.is_autocommit(), "the application's transaction is its own");
}

#[test]
fn functions_of_the_application_are_there() {
    let mut connection = Connection::open_in_memory().expect("opens");
    let flags = rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("seven", 0, flags, |_| Ok(7)).expect("adds");
    let two = set([sql(1, "CREATE TABLE a (x); INSERT INTO a VALUES (seven())")]);
    up(&two, &mut Database::borrow(&mut connection)).expect("applies");
    assert_eq!(one(&connection, "SELECT x FROM a"), "7");
}

#[test]
fn the_history_may_have_other_names() {
    let file = File::new();
    file.run("CREATE TABLE _migrations (id INTEGER, name TEXT)");
    let mut db = file.open().history_tables(Tables::named("schema \"history\""));
    up(&set([sql(1, "CREATE TABLE a (x)")]), &mut db).expect("applies");
    assert_eq!(file.text("SELECT version FROM \"schema \"\"history\"\"\""), "1");
}
