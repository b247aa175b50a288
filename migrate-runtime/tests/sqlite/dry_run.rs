//! What a dry run prints is what runs.

use migrate_runtime::runner::Action;
use migrate_runtime::{Set, Target};
use rusqlite::Connection;

use crate::support::{File, code, one, runner, set, sql, up, version};

const PARENT: &str = "CREATE TABLE p (id INTEGER PRIMARY KEY);
    CREATE TABLE c (p REFERENCES p ON DELETE CASCADE);
    INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);";
const REBUILD: &str = "CREATE TABLE n (id INTEGER PRIMARY KEY, x DEFAULT 'it''s'); \
    INSERT INTO n (id) SELECT id FROM p; DROP TABLE p; ALTER TABLE n RENAME TO p";

fn history() -> Set {
    set([
        sql(1, PARENT).down("DROP TABLE c; DROP TABLE p"),
        sql(2, REBUILD).suspend().down("ALTER TABLE p DROP COLUMN x"),
        sql(3, "PRAGMA user_version = 7; VACUUM; CREATE TABLE z (x)").outside(),
        sql(4, "CREATE TABLE IF NOT EXISTS z (x)").needs(&[3]).down("DROP TABLE z"),
    ])
}

/// Everything that a database holds, times aside.
fn contents(connection: &Connection) -> String {
    let schema = one(connection, "SELECT type, name, sql FROM sqlite_master ORDER BY name");
    let tables =
        one(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    let mut text = schema;
    for table in tables.split(';') {
        let columns = one(
            connection,
            &format!(
                "SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('{table}') WHERE name NOT IN \
                 ('applied_at', 'rolled_back_at', 'at', 'execution_ms')"
            ),
        );
        text.push_str(&one(connection, &format!("SELECT {columns} FROM {table}")));
    }
    text
}

#[test]
fn executing_the_printed_sql_gives_the_same_database() {
    let set = history();
    let (printed, applied) = (File::new(), File::new());
    let dry = runner(&set).dry_run(&mut printed.open(), Action::Up).expect("prints");
    printed.run(&dry.to_string());
    up(&set, &mut applied.open()).expect("applies");
    assert_eq!(contents(&printed.look()), contents(&applied.look()));
    // And the runner takes it for its own.
    assert_eq!(printed.up(&set).expect("nothing to do"), [0_i64; 0]);
}

#[test]
fn rollbacks_too() {
    let set = history();
    let (printed, applied) = (File::new(), File::new());
    for file in [&printed, &applied] {
        runner(&set).target(Target::To(version(2))).up(&mut file.open()).expect("applies");
    }
    let down = || runner(&set).target(Target::To(version(1))).force();
    let dry = down().dry_run(&mut printed.open(), Action::Down).expect("prints");
    printed.run(&dry.to_string());
    down().down(&mut applied.open()).expect("rolls back");
    assert_eq!(contents(&printed.look()), contents(&applied.look()));
}

#[test]
fn outside_a_transaction_too() {
    let one = set([sql(1, "CREATE TABLE IF NOT EXISTS a (x); VACUUM; INSERT INTO a VALUES (1)")
        .outside()
        .down("VACUUM; DROP TABLE a")]);
    let (printed, applied) = (File::new(), File::new());
    for file in [&printed, &applied] {
        // What stopped half-way is continued, in the print as in the run.
        let broken = sql(1, "CREATE TABLE IF NOT EXISTS a (x); nonsense").outside();
        file.up(&set([broken])).expect_err("stops");
    }
    for action in [Action::Up, Action::Down] {
        let run = || runner(&one).force();
        let dry = run().dry_run(&mut printed.open(), action).expect("prints");
        printed.run(&dry.to_string());
        let mut db = applied.open();
        let ran = if action == Action::Up { run().up(&mut db) } else { run().down(&mut db) };
        ran.expect("runs");
        assert_eq!(contents(&printed.look()), contents(&applied.look()), "{action:?}");
    }
}

#[test]
fn as_people_read_it() {
    let two = set([
        sql(1, "CREATE TABLE a (x);\nCREATE INDEX i ON a (x)"),
        code(2, |_| Ok(())).shown(&["SELECT x FROM a", "UPDATE a\nSET x = ?"]),
    ]);
    let file = File::new();
    runner(&two).target(Target::Steps(1)).up(&mut file.open()).expect("applies");
    let by = Some("ada@build".to_owned());
    let options = migrate_runtime::Options { by, ..Default::default() };
    let runner = runner(&two).options(options);
    let dry = runner.dry_run(&mut file.open(), Action::Up).expect("prints");
    insta::assert_snapshot!(dry, @r#"
    BEGIN IMMEDIATE;
    SAVEPOINT _migrate_step;
    -- the step in Rust of migration 2 `m2`
    -- SELECT x FROM a
    -- UPDATE a
    -- SET x = ?
    RELEASE _migrate_step;
    INSERT OR REPLACE INTO "_migrations" ("set", version, status, checksum, name, category, batch, applied_at, execution_ms, statements_done, statements_total, done_hash, reversible, rollback_class, transactional, tool_version, applied_by, error, depends_on, footprint, description, metadata, up_sql, down_sql) VALUES ('shop', 2, 'applied', 'c1:code', 'm2', 'schema', 2, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 0, 1, 1, NULL, 0, 'irreversible', 1, '0.1.0', 'ada@build', NULL, '[]', NULL, NULL, NULL, NULL, NULL);
    INSERT INTO "_migrations_log" (at, level, action, "set", version, name, batch, execution_ms, by, reason, detail) VALUES (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'info', 'applied', 'shop', 2, 'm2', 2, 0, 'ada@build', NULL, NULL);
    COMMIT;
    "#);
}
