//! Ctrl-C and SIGTERM.

use std::process::{Child, Command, Output};

use migrate_runtime::exit_code;

use crate::world::{Journal, World, printed, until};

const ENDLESS: &str =
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n;";

/// A table, and then a migration that never ends by itself, with this headline.
fn endless(headline: &str) -> World {
    let world = World::new(Journal::Wal);
    world.write("0001_customers.sql", "CREATE TABLE customers (id INTEGER PRIMARY KEY);");
    let text = format!("{headline}\nCREATE TABLE orders (id INTEGER PRIMARY KEY);\n{ENDLESS}");
    world.write("0002_orders.sql", &text);
    world
}

fn send(signal: &str, to: &Child) {
    let mut kill = Command::new("kill");
    let sent = kill.arg(format!("-{signal}")).arg(to.id().to_string()).status();
    assert!(sent.expect("is installed").success());
}

/// Somebody writes: the transaction of the migration is open.
fn is_written(world: &World) -> bool {
    let db = world.look();
    db.busy_timeout(std::time::Duration::ZERO).expect("sets");
    db.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_err()
}

/// Begins the migration that never ends, and sends the signal when it is at work.
fn interrupted(world: &World, signal: &str, is_at_work: impl Fn(&World) -> bool) -> Output {
    let running = world.files("up").spawn().expect("starts");
    until("the endless statement", || world.path().exists() && is_at_work(world));
    send(signal, &running);
    running.wait_with_output().expect("ends")
}

#[track_caller]
fn check(output: &Output, code: u8) {
    assert_eq!(output.status.code(), Some(code.into()), "{}", printed(output));
    assert!(printed(output).contains("was stopped before its end"), "{}", printed(output));
}

#[test]
fn the_migration_at_work_is_undone() {
    for (signal, code) in [("INT", exit_code::INTERRUPTED), ("TERM", exit_code::TERMINATED)] {
        let world = endless("");
        let at_work = |world: &World| {
            let applied = "SELECT count(*) FROM sqlite_master WHERE name = 'customers'";
            world.text(applied) == "1" && is_written(world)
        };
        check(&interrupted(&world, signal, at_work), code);
        assert_eq!(world.text("SELECT group_concat(version) FROM _migrations"), "1");
        assert_eq!(world.text("SELECT count(*) FROM sqlite_master WHERE name = 'orders'"), "0");
        assert_eq!(
            world.text("SELECT action FROM _migrations_log ORDER BY id DESC LIMIT 1"),
            "stopped"
        );
        assert!(!is_written(&world));
        world.write("0002_orders.sql", "CREATE TABLE orders (id INTEGER PRIMARY KEY);");
        let next = world.files("up").output().expect("starts");
        assert!(next.status.success(), "{}", printed(&next));
    }
}

#[test]
fn outside_a_transaction_it_goes_on_where_it_stopped() {
    let world = endless("-- @transaction: false");
    let at_work = |world: &World| {
        let done = "SELECT max(statements_done) FROM _migrations WHERE status = 'running'";
        world.text("SELECT count(*) FROM sqlite_master WHERE name = '_migrations'") == "1"
            && world.text(done) == "1"
    };
    check(&interrupted(&world, "INT", at_work), exit_code::INTERRUPTED);
    assert_eq!(world.text("SELECT holder FROM _migrations_lock"), "NULL");
    let stand = "SELECT status || statements_done FROM _migrations WHERE version = 2";
    assert_eq!(world.text(stand), "failed1");
    let rest = "-- @transaction: false\nCREATE TABLE orders (id INTEGER PRIMARY KEY);\nVACUUM;";
    world.write("0002_orders.sql", rest);
    let next = world.files("up").output().expect("starts");
    assert!(next.status.success(), "{}", printed(&next));
    assert_eq!(world.text(stand), "applied2");
}

#[test]
fn a_program_that_waits_stops_waiting() {
    let world = endless("");
    assert!(world.files("up 1").status().expect("starts").success());
    let other = world.look();
    other.execute_batch("BEGIN IMMEDIATE").expect("nobody writes");
    let mut waiting = world.files("up").spawn().expect("starts");
    let mut said = std::io::BufReader::new(waiting.stderr.take().expect("is piped"));
    let mut line = String::new();
    while !line.contains("waiting for") {
        line.clear();
        std::io::BufRead::read_line(&mut said, &mut line).expect("says so");
    }
    send("INT", &waiting);
    let status = waiting.wait().expect("ends");
    assert_eq!(status.code(), Some(exit_code::INTERRUPTED.into()));
}

#[test]
fn the_second_signal_ends_it_at_once() {
    let world = World::new(Journal::Wal);
    let mut running = world.patient("up").spawn().expect("starts");
    until("the step in Rust", || {
        world.text("SELECT count(*) FROM sqlite_master WHERE name = 'notes'") == "1"
            && world.text("SELECT count(*) FROM notes") == "1"
    });
    // The step does not hear the first one. The second one is sent until it arrived as such.
    until("its end", || {
        send("INT", &running);
        running.try_wait().expect("is ours").is_some()
    });
    let status = running.wait().expect("ends");
    assert_eq!(status.code(), Some(exit_code::INTERRUPTED.into()));
    world.write("go", "");
    let next = world.patient("up").output().expect("starts");
    assert!(next.status.success(), "{}", printed(&next));
}
