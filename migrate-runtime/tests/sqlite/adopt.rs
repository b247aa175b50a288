//! Taking over a database that something else migrated so far.

use migrate_runtime::adopt::{Ledger, Source};
use migrate_runtime::driver::{
    Amend, AmendChange, Amending, Amendment, Driver, Job, Patience, Place,
};
use migrate_runtime::history::{Level, Mark};
use migrate_runtime::report::{Adopted, TextCheck};
use migrate_runtime::{Result, Set, exit_code};

use crate::support::{Draft, File, code, runner, set, shown, sql, version};

const CUSTOMERS: &str = "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
const ORDERS: &str = "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER)";
const INDEX: &str = "CREATE INDEX orders_by_customer ON orders (customer_id)";

fn shop() -> Set {
    set([sql(1, CUSTOMERS).down("DROP TABLE customers"), sql(2, ORDERS), sql(3, INDEX)])
}

/// A file that other people's statements made.
fn made(statements: &[&str]) -> File {
    let file = File::new();
    file.run(&statements.join(";\n"));
    file
}

fn adopt(set: &Set, file: &File, source: Source) -> Result<Adopted> {
    runner(set).adopt(&mut file.open(), source)
}

fn forced(set: &Set, file: &File, source: Source) -> Result<Adopted> {
    runner(set).force().reason("made by hand").adopt(&mut file.open(), source)
}

fn versions(adopted: &Adopted) -> Vec<i64> {
    adopted.migrations.iter().map(|line| line.version.get()).collect()
}

/// It is refused with these words, and the file stays as it is.
#[track_caller]
fn refuses(set: &Set, file: &File, source: Source, exit: u8) -> String {
    let bytes = std::fs::read(file.path()).expect("reads");
    let error = adopt(set, file, source).expect_err("refused");
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
    assert_eq!(error.exit_code(), exit, "{error}");
    shown(&error)
}

#[test]
fn the_schema_says_which_version_it_is() {
    let file = made(&[
        "CREATE TABLE \"customers\" (id INTEGER PRIMARY KEY,\n name TEXT NOT NULL)",
        ORDERS,
    ]);
    let adopted = adopt(&shop(), &file, Source::Schema).expect("fits");
    assert_eq!((versions(&adopted), adopted.from.as_str()), (vec![1, 2], "schema"));
    assert_eq!(file.up(&shop()).expect("goes on"), [3]);
    assert_eq!(
        file.text("SELECT action, version, detail FROM _migrations_log WHERE action = 'adopted'"),
        "adopted,1,from schema;adopted,2,from schema"
    );
}

#[test]
fn what_is_adopted_can_be_rolled_back() {
    let file = made(&[CUSTOMERS]);
    adopt(&shop(), &file, Source::Schema).expect("fits");
    runner(&shop()).down(&mut file.open()).expect("rolls back");
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master WHERE name = 'customers'"), "0");
}

#[test]
fn the_nearest_version_is_named_with_what_differs() {
    let file = made(&[
        CUSTOMERS,
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT)",
        "CREATE VIEW v AS SELECT 1",
    ]);
    insta::assert_snapshot!(refuses(&shop(), &file, Source::Schema, exit_code::UNSAFE), @r"
    no version of the set has this schema, and 2 comes nearest (hint: mend what differs, or record it all the same with `baseline 2 --force --reason ..`): table `orders`: column `customer_id INTEGER` is missing
    table `orders`: column `note TEXT` is there, and should not be
    view `v` is there, and should not be
    ");
    let file = made(&["CREATE TABLE other (x)"]);
    insta::assert_snapshot!(refuses(&shop(), &file, Source::Schema, exit_code::UNSAFE), @"no version of the set has this schema (hint: are these the migrations of this database?): table `other` is there, and should not be");
}

#[test]
fn rows_do_not_show_in_the_schema() {
    let set =
        set([sql(1, CUSTOMERS), sql(2, "INSERT INTO customers VALUES (1, 'ada')"), sql(3, ORDERS)]);
    let file = made(&[CUSTOMERS]);
    insta::assert_snapshot!(refuses(&set, &file, Source::Schema, exit_code::UNSAFE), @"the schema is that of 1 and 2, which differ in their rows only (hint: name the last one whose changes are there, such as `baseline 2`)");
    let adopted = adopt(&set, &file, Source::Through(version(2))).expect("fits");
    assert_eq!((versions(&adopted), adopted.from.as_str()), (vec![1, 2], "baseline"));
    assert_eq!(file.up(&set).expect("goes on"), [3]);
}

#[test]
fn an_empty_database_has_nothing_to_adopt() {
    let file = File::new();
    let error = adopt(&shop(), &file, Source::Whatever).expect_err("is empty");
    assert_eq!(error.exit_code(), exit_code::USAGE);
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master"), "0");
}

#[test]
fn a_baseline_is_checked_and_can_be_overruled_with_a_reason() {
    let file = made(&[CUSTOMERS]);
    insta::assert_snapshot!(refuses(&shop(), &file, Source::Through(version(2)), exit_code::UNSAFE), @"the schema is not the one that the 2 migrations to adopt make (hint: mend what differs, or record them all the same with `--force --reason ..`): table `orders` is missing");
    let error = runner(&shop()).force().adopt(&mut file.open(), Source::Through(version(2)));
    assert_eq!(error.expect_err("no reason").exit_code(), exit_code::USAGE);
    let adopted = forced(&shop(), &file, Source::Through(version(2))).expect("is overruled");
    assert_eq!(adopted.differences, ["table `orders` is missing"]);
    assert_eq!(
        file.text("SELECT reason, detail FROM _migrations_log WHERE version = 2"),
        "made by hand,from baseline, although table `orders` is missing"
    );
    let unknown = adopt(&shop(), &made(&[CUSTOMERS]), Source::Through(version(9)));
    assert!(unknown.expect_err("is nowhere").is_unknown_version());
}

#[test]
fn steps_in_rust_are_replayed_by_what_they_declare() {
    let step = || -> Draft { code(2, |_| panic!("is not called")).schema(ORDERS) };
    let set = set([sql(1, CUSTOMERS), step(), code(3, |_| panic!("is not called")), sql(4, INDEX)]);
    let file = made(&[CUSTOMERS, ORDERS, INDEX]);
    let adopted = adopt(&set, &file, Source::Schema).expect("fits");
    assert_eq!(versions(&adopted), [1, 2, 3, 4]);
}

#[test]
fn replaying_reaches_nothing_else() {
    let file = made(&[CUSTOMERS, "CREATE TABLE b (x)"]);
    let other = file.path().with_extension("other");
    let attach = format!("ATTACH '{}' AS o; VACUUM; CREATE TABLE b (x)", other.display());
    let set = set([sql(1, CUSTOMERS), sql(2, &attach).outside()]);
    assert_eq!(versions(&adopt(&set, &file, Source::Schema).expect("fits")), [1, 2]);
    assert!(!other.exists(), "the replay made a file");
}

#[test]
fn what_cannot_be_replayed_is_said() {
    let index = "CREATE INDEX by_name ON customers (fold(name))";
    let set = set([sql(1, CUSTOMERS), sql(2, index)]);
    let file = made(&[CUSTOMERS]);
    assert_eq!(versions(&adopt(&set, &file, Source::Schema).expect("fits")), [1]);
    let file = made(&[CUSTOMERS]);
    insta::assert_snapshot!(refuses(&set, &file, Source::Through(version(2)), exit_code::UNSAFE), @"migration 2 `m2` cannot be replayed in memory, so nobody knows its schema (hint: `--force --reason ..` records it without that): no such function: fold");
}

#[test]
fn adopting_again_does_nothing() {
    let file = made(&[CUSTOMERS, ORDERS]);
    adopt(&shop(), &file, Source::Schema).expect("fits");
    let log = file.text("SELECT count(*) FROM _migrations_log");
    let again = adopt(&shop(), &file, Source::Schema).expect("is there");
    assert!(again.migrations.is_empty());
    assert_eq!(file.text("SELECT count(*) FROM _migrations_log"), log);
}

#[test]
fn a_history_with_more_is_left_alone() {
    let file = File::new();
    file.up(&shop()).expect("applies");
    insta::assert_snapshot!(refuses(&shop(), &file, Source::Through(version(1)), exit_code::CONFLICT), @"migration 2 is in the history, and not among what would be adopted (hint: `status` shows the history)");
}

#[test]
fn the_dry_run_is_what_runs() {
    let file = made(&[CUSTOMERS, ORDERS]);
    let bytes = std::fs::read(file.path()).expect("reads");
    let script = runner(&shop()).adopt_dry_run(&mut file.open(), Source::Schema).expect("fits");
    let look = runner(&shop()).adoption(&mut file.open(), Source::Schema).expect("fits");
    assert!(bytes == std::fs::read(file.path()).expect("reads"), "the file changed");
    assert_eq!(versions(&look), [1, 2]);
    file.run(&script.to_string());
    assert_eq!(file.up(&shop()).expect("goes on"), [3]);
}

/// A ledger of another tool, in a database with the first two migrations.
fn with_ledger(ledger: &str) -> File {
    made(&[CUSTOMERS, ORDERS, ledger])
}

/// The ledger is found by itself and by its word; the first two migrations are adopted at this
/// time, and the ledger stays as it is.
#[track_caller]
fn check(word: &str, ledger: &str, at: &str, text: TextCheck) {
    let file = with_ledger(ledger);
    let source = Source::Ledger(Ledger::find(word).expect("is known"));
    let table = Ledger::find(word).and_then(Ledger::table);
    let rows =
        || table.map(|table| file.text(&format!("SELECT count(*), max(rowid) FROM \"{table}\"")));
    let before = rows();
    let look = runner(&shop()).adoption(&mut file.open(), source).expect("fits");
    if table.is_some() {
        let found = runner(&shop()).adoption(&mut file.open(), Source::Whatever).expect("fits");
        assert_eq!(found, look);
    }
    let adopted = adopt(&shop(), &file, source).expect("fits");
    assert_eq!((versions(&adopted), adopted.from.as_str()), (vec![1, 2], word));
    let times: Vec<_> =
        adopted.migrations.iter().map(|line| line.applied_at.as_deref().unwrap_or("")).collect();
    assert_eq!(times, [at, at], "{word}");
    assert!(adopted.migrations.iter().all(|line| line.text == text), "{adopted:?}");
    assert_eq!(rows(), before);
    assert_eq!(file.up(&shop()).expect("goes on"), [3]);
}

const AT: &str = "2024-01-02T03:04:05.000Z";

#[test]
fn ledgers_of_rust_tools() {
    check(
        "diesel",
        "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
         run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
         INSERT INTO __diesel_schema_migrations VALUES \
         ('1', '2024-01-02 03:04:05'), ('00000000000002', '2024-01-02 03:04:05')",
        AT,
        TextCheck::Unknown,
    );
    check(
        "sea-orm",
        "CREATE TABLE seaql_migrations (version varchar NOT NULL PRIMARY KEY, applied_at bigint NOT NULL);
         INSERT INTO seaql_migrations VALUES ('m1', 1704164645), ('m2_orders', 1704164645)",
        AT,
        TextCheck::Unknown,
    );
    check("rusqlite_migration", "PRAGMA user_version = 2", "", TextCheck::Unknown);
}

#[test]
fn ledgers_with_checksums() {
    check(
        "refinery",
        "CREATE TABLE refinery_schema_history (version INT4 PRIMARY KEY, name VARCHAR(255), \
         applied_on VARCHAR(255), checksum VARCHAR(255));
         INSERT INTO refinery_schema_history VALUES \
         (1, 'customers', '2024-01-02T05:04:05+02:00', '1501969138400225492'), \
         (2, 'orders', '2024-01-02T03:04:05Z', '13272023381901187193')",
        AT,
        TextCheck::Same,
    );
    check(
        "sqlx",
        "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, \
         installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, \
         checksum BLOB NOT NULL, execution_time BIGINT NOT NULL);
         INSERT INTO _sqlx_migrations VALUES \
         (1, 'customers', '2024-01-02 03:04:05', TRUE, x'e660e261333a7e8d127c66fc1831d6480c23b7b1dc7206c52ded8cd0db2506e7cc9046e6744f953724fb066485d3287b', 7), \
         (2, 'orders', '2024-01-02 03:04:05', TRUE, x'2cbd85f32d54f38ed08af671018612adc63e4938692068cf6b9dfd6a8da820dbdf4354c299dbe235a8f724121dd284f0', 7)",
        AT,
        TextCheck::Same,
    );
}

#[test]
fn ledgers_of_javascript_tools() {
    check(
        "prisma",
        "CREATE TABLE _prisma_migrations (id TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, \
         finished_at DATETIME, migration_name TEXT NOT NULL, logs TEXT, rolled_back_at DATETIME, \
         started_at DATETIME NOT NULL DEFAULT current_timestamp, \
         applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0);
         INSERT INTO _prisma_migrations VALUES \
         ('a', '478f22b99ad9d6d0c827861016dfceea7be683374154303469c13ed65de44b62', 1704164645000, '1_customers', NULL, NULL, 1704164645000, 1), \
         ('b', 'edited since', NULL, '2_orders', 'oops', 1704164645000, 1704164645000, 0), \
         ('c', '3bcbe430ea1856728eeeed578f5c8540faf75bc44fb0e22bd5193443dc47b14e', 1704164645000, '2_orders', NULL, NULL, 1704164645000, 1)",
        AT,
        TextCheck::Same,
    );
    check(
        "drizzle",
        "CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);
         INSERT INTO __drizzle_migrations (hash, created_at) VALUES \
         ('3bcbe430ea1856728eeeed578f5c8540faf75bc44fb0e22bd5193443dc47b14e', 1704164646000), ('478f22b99ad9d6d0c827861016dfceea7be683374154303469c13ed65de44b62', 1704164645000)",
        "",
        TextCheck::Same,
    );
    check(
        "knex",
        "CREATE TABLE knex_migrations (id integer not null primary key autoincrement, \
         name varchar(255), batch integer, migration_time datetime);
         CREATE TABLE knex_migrations_lock (\"index\" integer not null primary key autoincrement, is_locked integer);
         INSERT INTO knex_migrations_lock VALUES (1, 0);
         INSERT INTO knex_migrations VALUES (1, '1_customers.js', 1, 1704164645000), \
         (2, '2_orders.ts', 1, 1704164645000)",
        AT,
        TextCheck::Unknown,
    );
    check(
        "sequelize",
        "CREATE TABLE SequelizeMeta (name VARCHAR(255) NOT NULL UNIQUE PRIMARY KEY);
         INSERT INTO SequelizeMeta VALUES ('1-customers.js'), ('2-orders.js')",
        "",
        TextCheck::Unknown,
    );
    check(
        "wrangler",
        "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, \
         applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);
         CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
         INSERT INTO d1_migrations (name, applied_at) VALUES \
         ('0001_customers.sql', '2024-01-02 03:04:05'), ('0002_orders.sql', '2024-01-02 03:04:05')",
        AT,
        TextCheck::Unknown,
    );
}

#[test]
fn ledgers_of_go_and_java_tools() {
    check(
        "goose",
        "CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, \
         version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')));
         INSERT INTO goose_db_version (version_id, is_applied, tstamp) VALUES (0, 1, '2024-01-01'), \
         (1, 1, '2024-01-02 03:04:05'), (2, 1, '2024-01-01'), (2, 0, '2024-01-01'), \
         (2, 1, '2024-01-02 03:04:05'), (3, 1, '2024-01-01'), (3, 0, '2024-01-01')",
        AT,
        TextCheck::Unknown,
    );
    check(
        "golang-migrate",
        "CREATE TABLE schema_migrations (version uint64, dirty bool);
         CREATE UNIQUE INDEX version_unique ON schema_migrations (version);
         INSERT INTO schema_migrations VALUES (2, false)",
        "",
        TextCheck::Unknown,
    );
    check(
        "dbmate",
        "CREATE TABLE \"schema_migrations\" (version varchar(128) primary key);
         INSERT INTO schema_migrations VALUES ('0001'), ('2')",
        "",
        TextCheck::Unknown,
    );
    check(
        "flyway",
        "CREATE TABLE flyway_schema_history (installed_rank INT NOT NULL PRIMARY KEY, \
         version VARCHAR(50), description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, \
         script VARCHAR(1000) NOT NULL, checksum INT, installed_by VARCHAR(100) NOT NULL, \
         installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')), \
         execution_time INT NOT NULL, success BOOLEAN NOT NULL);
         INSERT INTO flyway_schema_history VALUES \
         (1, '1', 'customers', 'SQL', 'V1__customers.sql', -433462082, 'ada', '2024-01-02 03:04:05.000', 3, 1), \
         (2, '2', 'orders', 'SQL', 'V2__orders.sql', -348113532, 'ada', '2024-01-02 03:04:05.000', 3, 1), \
         (3, NULL, 'views', 'SQL', 'R__views.sql', 7, 'ada', '2024-01-02 03:04:05.000', 3, 1), \
         (4, '3', 'index', 'SQL', 'V3__index.sql', 7, 'ada', '2024-01-02 03:04:05.000', 3, 1), \
         (5, '3', 'index', 'UNDO_SQL', 'U3__index.sql', 7, 'ada', '2024-01-02 03:04:05.000', 3, 1)",
        AT,
        TextCheck::Same,
    );
}

#[test]
fn ledgers_of_small_runners() {
    check(
        "__schema_migrations",
        "CREATE TABLE __schema_migrations (version TEXT PRIMARY KEY, applied_at TEXT NOT NULL);
         INSERT INTO __schema_migrations VALUES ('001_customers', '2024-01-02T03:04:05Z'), \
         ('002_orders', '2024-01-02T03:04:05Z')",
        AT,
        TextCheck::Unknown,
    );
    check(
        "__schema_migrations",
        "CREATE TABLE __schema_migrations (filename TEXT PRIMARY KEY, applied_at INTEGER);
         INSERT INTO __schema_migrations VALUES ('1-customers.sql', 1704164645), ('2-orders.sql', 1704164645)",
        AT,
        TextCheck::Unknown,
    );
    check(
        "__migrations__",
        "CREATE TABLE __migrations__ (id TEXT PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL, \
         applied_at INTEGER DEFAULT (unixepoch()), checksum TEXT NOT NULL, execution_time INTEGER NOT NULL, \
         rollback_safe INTEGER DEFAULT 0, rollback_data TEXT);
         CREATE TABLE __migration_rollbacks__ (id INTEGER PRIMARY KEY AUTOINCREMENT, migration_id TEXT NOT NULL, \
         rolled_back_at INTEGER DEFAULT (unixepoch()), rollback_reason TEXT, rollback_data TEXT, \
         FOREIGN KEY (migration_id) REFERENCES __migrations__(id));
         INSERT INTO __migrations__ VALUES ('0001_customers', 'Customers', 1, 1704164645, 'x', 3, 1, NULL), \
         ('0002_orders', 'Orders', 2, 1704164645, 'y', 3, 1, NULL)",
        AT,
        TextCheck::Unknown,
    );
}

/// What is refused about a ledger.
#[track_caller]
fn refused(word: &str, ledger: &str, exit: u8) -> String {
    let source = Source::Ledger(Ledger::find(word).expect("is known"));
    refuses(&shop(), &with_ledger(ledger), source, exit)
}

#[test]
fn half_failed_ledgers_are_refused() {
    let sqlx = "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT, \
                installed_on TIMESTAMP, success BOOLEAN, checksum BLOB, execution_time BIGINT);
                INSERT INTO _sqlx_migrations VALUES (2, 'orders', '2024-01-02', FALSE, x'', 7)";
    insta::assert_snapshot!(refused("sqlx", sqlx, exit_code::UNSAFE), @"sqlx stopped half-way at `2` (hint: finish or undo that with sqlx; its ledger is only read here)");
    let dirty = "CREATE TABLE schema_migrations (version uint64, dirty bool);
                 INSERT INTO schema_migrations VALUES (2, true)";
    insta::assert_snapshot!(refused("golang-migrate", dirty, exit_code::UNSAFE), @"golang-migrate stopped half-way at `2` (hint: finish or undo that with golang-migrate; its ledger is only read here)");
    // The other tool's table of that name is not read as if it were this one.
    insta::assert_snapshot!(refused("dbmate", dirty, exit_code::USAGE), @"there is no ledger of dbmate in this database (hint: without `--from` whatever is there is used)");
    let prisma = "CREATE TABLE _prisma_migrations (id TEXT, checksum TEXT, finished_at DATETIME, \
                  migration_name TEXT, rolled_back_at DATETIME);
                  INSERT INTO _prisma_migrations VALUES ('a', 'x', NULL, '2_orders', NULL)";
    insta::assert_snapshot!(refused("prisma", prisma, exit_code::UNSAFE), @"prisma stopped half-way at `2_orders` (hint: finish or undo that with prisma; its ledger is only read here)");
    let flyway =
        "CREATE TABLE flyway_schema_history (installed_rank INT, version TEXT, type TEXT, \
                  script TEXT, checksum INT, installed_on TEXT, success BOOLEAN);
                  INSERT INTO flyway_schema_history VALUES (1, '1', 'SQL', 'V1__a.sql', 7, '', 0)";
    insta::assert_snapshot!(refused("flyway", flyway, exit_code::UNSAFE), @"flyway stopped half-way at `V1__a.sql` (hint: finish or undo that with flyway; its ledger is only read here)");
    let knex = "CREATE TABLE knex_migrations (id, name, batch, migration_time);
                CREATE TABLE knex_migrations_lock (\"index\" integer, is_locked integer);
                INSERT INTO knex_migrations_lock VALUES (1, 1)";
    insta::assert_snapshot!(refused("knex", knex, exit_code::UNSAFE), @"knex stopped half-way at `knex_migrations_lock` (hint: finish or undo that with knex; its ledger is only read here)");
}

const REFINERY: &str = "CREATE TABLE refinery_schema_history (version INT4 PRIMARY KEY, name VARCHAR(255), \
     applied_on VARCHAR(255), checksum VARCHAR(255));";

#[test]
fn another_text_than_was_applied_is_refused_unless_overruled() {
    let ledger = format!(
        "{REFINERY} INSERT INTO refinery_schema_history VALUES \
         (1, 'customers', '2024-01-02T03:04:05Z', '1'), (2, 'orders', '2024-01-02T03:04:05Z', NULL)"
    );
    insta::assert_snapshot!(refused("refinery", &ledger, exit_code::CONFLICT), @"migration 1 `m1` is not the text that refinery applied (hint: restore it, or record it all the same with `--force --reason ..`)");
    let file = with_ledger(&ledger);
    let adopted = forced(&shop(), &file, Source::Whatever).expect("is overruled");
    insta::assert_snapshot!(adopted.differences.join("; "), @"migration 1 `m1` is not the text that refinery applied");
    let texts: Vec<_> = adopted.migrations.iter().map(|line| line.text).collect();
    assert_eq!(texts, [TextCheck::Other, TextCheck::Unknown]);
}

#[test]
fn a_ledger_is_not_trusted_about_the_schema() {
    let ledger = format!(
        "{REFINERY} INSERT INTO refinery_schema_history VALUES \
         (1, 'customers', '', NULL), (2, 'orders', '', NULL), (3, 'index', '', NULL)"
    );
    insta::assert_snapshot!(refused("refinery", &ledger, exit_code::UNSAFE), @"the schema is not the one that the 3 migrations to adopt make (hint: mend what differs, or record them all the same with `--force --reason ..`): index `orders_by_customer` of `orders` is missing");
}

#[test]
fn what_the_set_lacks_is_refused() {
    let ledger = format!(
        "{REFINERY} INSERT INTO refinery_schema_history VALUES \
         (1, 'customers', '', NULL), (7, 'seven', '', NULL), (8, 'eight', '', NULL)"
    );
    insta::assert_snapshot!(refused("refinery", &ledger, exit_code::CONFLICT), @"refinery applied `7` and `8`, which the set does not have (hint: add what is missing to the set, or undo it with refinery)");
    let ahead = "CREATE TABLE schema_migrations (version uint64, dirty bool);
                 INSERT INTO schema_migrations VALUES (9, false)";
    insta::assert_snapshot!(refused("golang-migrate", ahead, exit_code::CONFLICT), @"golang-migrate applied `9`, which the set does not have (hint: add what is missing to the set, or undo it with golang-migrate)");
    insta::assert_snapshot!(refused("rusqlite_migration", "PRAGMA user_version = 4", exit_code::CONFLICT), @"rusqlite_migration applied `number 4`, which the set does not have (hint: add what is missing to the set, or undo it with rusqlite_migration)");
}

#[test]
fn a_ledger_that_is_not_there_or_not_the_only_one() {
    insta::assert_snapshot!(refused("sqlx", "SELECT 1", exit_code::USAGE), @"there is no ledger of sqlx in this database (hint: without `--from` whatever is there is used)");
    insta::assert_snapshot!(refused("rusqlite_migration", "SELECT 1", exit_code::USAGE), @"there is no ledger of rusqlite_migration in this database (hint: without `--from` whatever is there is used)");
    let both = format!("{REFINERY} CREATE TABLE schema_migrations (version)");
    let file = with_ledger(&both);
    insta::assert_snapshot!(refuses(&shop(), &file, Source::Whatever, exit_code::USAGE), @"the database has several ledgers: refinery and dbmate (hint: choose one with `--from`)");
}

#[test]
fn the_schema_is_searched_without_the_ledger() {
    let file = with_ledger(REFINERY);
    assert_eq!(versions(&adopt(&shop(), &file, Source::Schema).expect("fits")), [1, 2]);
}

#[test]
fn every_ledger_has_a_word_of_its_own() {
    for ledger in Ledger::ALL {
        assert_eq!(Ledger::find(ledger.word()).map(Ledger::word), Some(ledger.word()));
    }
}

const SMALL: &str = "CREATE TABLE _migrations (version TEXT PRIMARY KEY, name TEXT NOT NULL, \
     applied_at TEXT NOT NULL, host TEXT, took REAL DEFAULT 0);
     CREATE INDEX by_time ON _migrations (applied_at);
     INSERT INTO _migrations VALUES ('001', 'customers', '2024-01-02 03:04:05', 'a', 1.5), \
     ('002', 'orders', '2024-01-02 03:04:05', 'b', NULL)";

#[test]
fn a_small_history_of_our_name_is_extended() {
    let file = with_ledger(SMALL);
    let error = file.up(&shop()).expect_err("is not ours");
    assert!(error.is_foreign_table());
    insta::assert_snapshot!(shown(&error), @"the table `_migrations` was not made by this program, and stays as it is (hint: `adopt` takes its rows over)");
    let source = Source::Ledger(Ledger::find("_migrations").expect("is known"));
    let look = runner(&shop()).adoption(&mut file.open(), Source::Whatever).expect("fits");
    let script = runner(&shop()).adopt_dry_run(&mut file.open(), source).expect("fits");
    let adopted = adopt(&shop(), &file, source).expect("fits");
    assert_eq!((versions(&adopted), look), (vec![1, 2], adopted));
    let rows = "SELECT version, name, applied_at, host, took, status FROM _migrations";
    let expected = format!("1,m1,{AT},a,Real(1.5),applied;2,m2,{AT},b,NULL,applied");
    assert_eq!(file.text(rows), expected);
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master WHERE name LIKE '%before%'"), "0");
    assert_eq!(file.up(&shop()).expect("goes on"), [3]);
    let again = with_ledger(SMALL);
    again.run(&script.to_string());
    assert_eq!(again.text(rows), expected);
}

#[test]
fn a_small_history_that_does_not_fit_stays_as_it_is() {
    let ledger = format!("{SMALL}, ('009', 'nine', '', 'c', NULL)");
    insta::assert_snapshot!(refused("_migrations", &ledger, exit_code::CONFLICT), @"_migrations applied `009`, which the set does not have (hint: add what is missing to the set, or undo it with _migrations)");
    let file = with_ledger(&ledger);
    assert!(forced(&shop(), &file, Source::Whatever).is_err());
    assert_eq!(file.text("SELECT count(*) FROM _migrations"), "3");
}

#[test]
fn two_names_with_one_version_are_two_migrations() {
    let ledger = format!("{SMALL}, ('2', 'more', '', 'c', NULL)");
    let ledger = ledger.replace("CREATE INDEX by_time ON _migrations (applied_at);", "");
    refused("_migrations", &ledger, exit_code::CONFLICT);
    let named = "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE, applied_at TIMESTAMP);
         INSERT INTO d1_migrations (name) VALUES ('0001_customers.sql'), ('0002_orders.sql'), ('0002_other.sql')";
    let found = refused("wrangler", named, exit_code::CONFLICT);
    assert!(found.contains("`0002_other.sql`"), "{found}");
}

#[test]
fn a_small_history_without_rows_is_extended_too() {
    let file = File::new();
    file.run("CREATE TABLE _migrations (version TEXT PRIMARY KEY, name TEXT, applied_at TEXT)");
    assert!(file.up(&shop()).expect_err("is not ours").is_foreign_table());
    let source = Source::Ledger(Ledger::find("_migrations").expect("is known"));
    assert_eq!(versions(&adopt(&shop(), &file, source).expect("fits")), [] as [i64; 0]);
    assert_eq!(file.up(&shop()).expect("goes on"), [1, 2, 3]);
}

#[test]
fn views_of_a_small_history_live_on() {
    let file = with_ledger(&format!("{SMALL}; CREATE VIEW hosts AS SELECT host FROM _migrations"));
    let source = Source::Ledger(Ledger::find("_migrations").expect("is known"));
    forced(&shop(), &file, source).expect("fits but for the view");
    assert_eq!(file.text("SELECT host FROM hosts"), "a;b");
}

#[test]
fn what_was_rolled_back_is_adopted_again() {
    let set = set([sql(1, CUSTOMERS).down("DROP TABLE customers")]);
    let file = File::new();
    file.up(&set).expect("applies");
    runner(&set).down(&mut file.open()).expect("rolls back");
    file.run(CUSTOMERS);
    let adopted = adopt(&set, &file, Source::Through(version(1))).expect("fits");
    assert_eq!(versions(&adopted), [1]);
    assert_eq!(file.up(&set).expect("nothing is left"), [] as [i64; 0]);
}

/// What a runner that read the history a while ago would write.
fn late(set: &Set, place: Place) -> Amendment<'_> {
    let migration = &set.migrations()[0];
    let change = AmendChange::Adopt { at: None, key: Some("001".to_owned()) };
    let (level, detail) = (Level::Info, None);
    let entries = vec![Amend { job: Job::up(migration), change, level, detail }];
    let patience = Patience::NONE;
    Amendment { set: "shop", mark: Mark::NONE, by: "ada", reason: None, patience, place, entries }
}

#[test]
fn of_two_at_once_the_second_one_looks_again() {
    for (ledger, place) in [("SELECT 1", Place::History), (SMALL, Place::Extended)] {
        let file = with_ledger(ledger);
        adopt(&shop(), &file, Source::Whatever).expect("fits");
        let rows =
            "SELECT (SELECT count(*) FROM _migrations), (SELECT max(id) FROM _migrations_log)";
        let before = file.text(rows);
        let set = shop();
        let amending = file.open().amend(&late(&set, place)).expect("looks");
        assert_eq!((amending, file.text(rows)), (Amending::Stale, before));
    }
}

#[test]
fn adopters_that_start_together_all_end_well() {
    for ledger in ["SELECT 1", SMALL] {
        let file = with_ledger(ledger);
        let adopted: usize = std::thread::scope(|scope| {
            let start = || {
                // Whoever comes second may find the history instead of the small runner's table.
                let adopted = adopt(&shop(), &file, Source::Whatever).expect("fits");
                adopted.migrations.len()
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
            threads.into_iter().map(|thread| thread.join().expect("no panic")).sum()
        });
        assert_eq!(adopted, 2);
        assert_eq!(file.text("SELECT count(*) FROM _migrations"), "2");
        let lines = "SELECT count(*) FROM _migrations_log WHERE action = 'adopted'";
        assert_eq!(file.text(lines), "2");
    }
}
