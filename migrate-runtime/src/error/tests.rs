//! Every error, once, as people read it.

use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::driver::{Holder, Loss, Losses, Writer};
use crate::history::RowStatus;
use crate::plan::Hindrance;

fn version(number: i64) -> Version {
    Version::new(number).expect("positive")
}

fn loss(table: &str, column: Option<&str>, rows: u64) -> Loss {
    Loss { table: table.to_owned(), column: column.map(str::to_owned), rows }
}

fn losses(deleted: &[Loss], discarded_at: Option<&str>) -> Losses {
    Losses { deleted: deleted.to_vec(), discarded_at: discarded_at.map(str::to_owned) }
}

fn position() -> Position {
    Position {
        file: "src/m0007.rs".to_owned(),
        line: 12,
        column: 5,
        statement: 2,
        statements: 3,
        sql: "SELECT".to_owned(),
    }
}

fn holder() -> Holder {
    Holder {
        by: "ada@build".to_owned(),
        host: "build".to_owned(),
        pid: 12,
        reason: None,
        since: "2026-03-02T09:30:00.000Z".to_owned(),
        until: "2026-03-02T10:00:00.000Z".to_owned(),
    }
}

fn writer() -> Writer {
    Writer { pid: 12, program: Some("shop".to_owned()) }
}

/// What can be wrong with backups.
fn backups() -> impl Iterator<Item = Kind> {
    let file = || PathBuf::from("shop.backup");
    let faults = [
        BackupFault::NoEngine,
        BackupFault::NoPlace,
        BackupFault::Directory { path: PathBuf::from("backups") },
        BackupFault::NoRoom { path: PathBuf::from("backups"), needs: 4_200_000, free: 1_000 },
        BackupFault::Writing { path: file() },
        BackupFault::Unsound { path: file(), fault: "malformed".to_owned() },
        BackupFault::Absent { path: file() },
        BackupFault::Unreadable { path: file() },
        BackupFault::NoBackup { path: file() },
        BackupFault::Empty { path: file() },
        BackupFault::Foreign { path: file(), set: "shop".to_owned() },
        BackupFault::Script { path: file(), line: 3 },
        BackupFault::Forbidden { path: file(), line: 3, word: "attach".to_owned() },
        BackupFault::Unfinished { path: file() },
        BackupFault::Restless,
    ];
    faults.into_iter().map(|fault| Kind::Backup(Box::new(fault)))
}

/// What can be wrong with backfills.
fn backfills() -> impl Iterator<Item = Kind> {
    let key = || "id".to_owned();
    let batch = |last: i64| BackfillFault::Batch {
        key: key(),
        first: 7.to_string(),
        last: last.to_string(),
    };
    let faults = [
        BackfillFault::NoQuery,
        BackfillFault::Keyless,
        BackfillFault::NoKey { key: key(), rows: 3 },
        BackfillFault::Key { key: key() },
        batch(7),
        batch(99),
        BackfillFault::Schema,
        BackfillFault::Unfinished,
        BackfillFault::OtherKey { before: key(), key: "name".to_owned() },
        BackfillFault::Edited { rows: 1_200 },
    ];
    faults.into_iter().map(|fault| Kind::Backfill(Box::new(fault)))
}

/// What hooks can do.
fn hooks() -> [Kind; 2] {
    let name = || "announce".to_owned();
    let refused = HookFault::Refused { name: name(), what: "the run".to_owned() };
    let panicked = HookFault::Panicked { name: name(), at: "before the run".to_owned() };
    [refused, panicked].map(|fault| Kind::Hook(Box::new(fault)))
}

/// One of each kind.
#[expect(clippy::too_many_lines, reason = "a line an error")]
fn kinds() -> Vec<Kind> {
    let path = || Some(PathBuf::from("shop.db"));
    let mut kinds = vec![
        Kind::Edited { applied_at: Some("2026-03-02T10:00:00.000Z".to_owned()) },
        Kind::Missing { back: Back::Unknown },
        Kind::Missing { back: Back::Stored },
        Kind::Newer { last: Some(version(6)), back: Back::Unknown },
        Kind::Newer { last: Some(version(6)), back: Back::Stored },
        Kind::Newer { last: None, back: Back::Stored },
        Kind::NewerFormat { found: 2, known: 1 },
        Kind::Nonsense { what: "the history has format `x`".to_owned() },
        Kind::ResumeEdited { statement: 2 },
        Kind::HalfRolledBack,
        Kind::ResumeInside,
        Kind::UnknownVersion { asked: version(8) },
        Kind::NotApplied { asked: version(8) },
        Kind::KeepsNothing,
        Kind::NotOneTransaction,
        Kind::MissingDependency { needs: version(3) },
        Kind::HasDependents { dependents: vec![version(8), version(9)] },
        Kind::BelowHalfDone { half_done: version(9), name: Some("fill_totals".to_owned()) },
        Kind::Irreversible { reason: Some("the old rows are gone".to_owned()) },
        Kind::Irreversible { reason: None },
        Kind::WouldLose { losses: losses(&[], Some("2026-03-02T10:00:00.000Z")) },
        Kind::WouldLose { losses: losses(&[loss("a", None, 1), loss("b", Some("c"), 2)], None) },
        Kind::WouldLose { losses: losses(&[loss("a", None, 1)], Some("2026-03-02T10:00:00.000Z")) },
        Kind::NoWayBack { reason: Some("the old rows are gone".to_owned()) },
        Kind::NoWayBack { reason: None },
        Kind::Setting {
            what: "variable `AUTO_MIGRATE` is `x` (hint: `true` or `false`)".to_owned(),
        },
        Kind::Contradiction { one: "continue_on_error", other: "single_transaction" },
        Kind::SomeFailed { failed: 1, skipped: 0 },
        Kind::SomeFailed { failed: 2, skipped: 1 },
        Kind::SomeFailed { failed: 3, skipped: 2 },
        Kind::OutOfTime { limit: Duration::from_secs(60) },
        Kind::Unfit { table: "a".to_owned(), rows: 2, misfit: Misfit::Newer },
        Kind::Unfit { table: "a".to_owned(), rows: 2, misfit: Misfit::Kept },
        Kind::Stranded { table: "c".into(), parent: "p".into(), rows: 2 },
        Kind::Statement,
        Kind::Keeping { table: "orders".to_owned() },
        Kind::Step,
        Kind::Query,
        Kind::Nul,
        Kind::Control { word: "COMMIT".to_owned() },
        Kind::Several { statements: 2 },
        Kind::Column { index: 1, wanted: "text" },
        Kind::UndeclaredDdl,
        Kind::EndedTransaction,
        Kind::Orphans { table: "c".to_owned(), parent: "p".to_owned(), rows: 2 },
        Kind::TimedOut { limit: Duration::from_secs(30) },
        Kind::Transaction { what: "its commit" },
        Kind::Locked { holder: Box::new(holder()) },
        Kind::Busy { waited: Duration::from_secs(300), writer: None },
        Kind::Busy { waited: Duration::from_secs(300), writer: Some(writer()) },
        Kind::OtherHolder { holder: Box::new(holder()) },
        Kind::Fenced,
        Kind::Cancelled,
        Kind::OpenTransaction,
        Kind::ForeignTable { table: "_migrations".to_owned(), maker: Maker::Unknown },
        Kind::ForeignTable { table: "_migrations".to_owned(), maker: Maker::Runner },
    ];
    let adoptions = [
        Adoption::OtherSchema { migrations: 1 },
        Adoption::OtherSchema { migrations: 3 },
        Adoption::NoVersion { nearest: Some(version(5)) },
        Adoption::NoVersion { nearest: None },
        Adoption::SeveralVersions { versions: vec![version(5), version(6)] },
        Adoption::NotReplayed,
        Adoption::HalfDone { tool: "sqlx", what: "3".to_owned() },
        Adoption::Stranger { tool: "sqlx", names: vec!["8".to_owned(), "9".to_owned()] },
        Adoption::OtherText { tool: "sqlx" },
        Adoption::Known,
        Adoption::Unfinished { status: RowStatus::Failed },
        Adoption::Empty,
        Adoption::NoLedger { tool: "sqlx" },
        Adoption::SeveralLedgers { tools: vec!["diesel", "sqlx"] },
        Adoption::NoReason,
        Adoption::NotSqlite,
    ];
    kinds.extend(adoptions.map(Kind::Adoption));
    kinds.extend(backups());
    let unknowable = [
        Unknowable::HalfDone,
        Unknowable::HalfRolledBack,
        Unknowable::NotReplayed,
        Unknowable::NotSqlite,
    ];
    kinds.extend(unknowable.map(Kind::Unknowable));
    kinds.extend(hooks());
    let faults = [
        Fault::NotADatabase { path: path() },
        Fault::ReadOnly,
        Fault::Absent { path: PathBuf::from("shop.db") },
        Fault::CannotOpen { path: path() },
        Fault::Full,
        Fault::Corrupt,
        Fault::Other { what: "reading the history" },
    ];
    kinds.extend(faults.map(Kind::Database));
    let late = [
        Hindrance::Touched(vec!["orders.note".to_owned(), "customers".to_owned()]),
        Hindrance::Opaque(version(7)),
        Hindrance::Opaque(version(8)),
        Hindrance::Dependent,
        Hindrance::Refused,
    ];
    kinds.extend(late.map(|because| {
        let (after, name, last) = (version(8), Some("index_orders".to_owned()), version(9));
        Kind::OutOfOrder(Box::new(OutOfOrder { after, name, because, last }))
    }));
    kinds
}

/// Each with its exit code, a line each.
fn shown(kinds: impl IntoIterator<Item = Kind>) -> String {
    let lines = kinds.into_iter().map(|kind| {
        let error = Error::new(kind).of(version(7), "create_orders").at(position());
        format!("{} {error}", error.exit_code())
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn backfills_say_what_to_do() {
    insta::assert_snapshot!(shown(backfills()), @r"
    1 the rows that migration 7 `create_orders` walks over are not one query without parameters
    1 a statement of migration 7 `create_orders` does not take the first and the last key of a batch (hint: say `WHERE id BETWEEN ?1 AND ?2`, and no other parameters)
    1 migration 7 `create_orders` would leave out rows whose `id` is NULL: 3 of them (hint: walk by a key that each row has, or say `WHERE id IS NOT NULL`)
    1 migration 7 `create_orders` walks by `id`, and a text in it is not UTF-8 (hint: walk by another key)
    1 migration 7 `create_orders` failed at the row whose `id` is 7
    1 migration 7 `create_orders` failed in the batch whose `id` is from 7 to 99
    1 migration 7 `create_orders` changes the schema, which a backfill does not (hint: put that into a migration of its own)
    1 migration 7 `create_orders` went on after a walk of it had failed (hint: return the walk's error)
    4 migration 7 `create_orders` stopped in a walk by `id`, and would go on by `name` (hint: make the same walks in the same order until it came to its end)
    4 migration 7 `create_orders` stopped half done, with 1200 rows changed, and was edited since (hint: restore its text; or accept the new one for the rows behind these with `repair 7`)
    ");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a line an error")]
fn every_error_says_what_to_do() {
    insta::assert_snapshot!(shown(kinds()), @r#"
    4 migration 7 `create_orders` was edited after it was applied on 2026-03-02 (hint: restore its text and put the change into a new migration, or accept the new text with `repair 7`)
    4 migration 7 `create_orders` is applied, but the set does not have it any more (hint: restore it; an applied migration stays in its set)
    4 migration 7 `create_orders` is applied, but the set does not have it any more (hint: restore it, or roll it back with `down --only 7 --force`: the history keeps its rollback)
    4 migration 7 `create_orders` is applied, and this program knows migrations only up to 6 (hint: run the newer program)
    4 migration 7 `create_orders` is applied, and this program knows migrations only up to 6 (hint: run the newer program, or go back with `down --to 6 --force`: the history keeps its rollback)
    4 migration 7 `create_orders` is applied, and this program knows no migrations (hint: run the newer program, or go back with `down --to 0 --force`: the history keeps its rollback)
    4 the history has format 2, and this program knows formats up to 1 (hint: run the newer program)
    4 the history has format `x`, which no version of this program writes (hint: somebody changed the history's tables; restore them from a backup)
    4 migration 7 `create_orders` stopped half done, and its statements up to 2, which did run, were edited since (hint: restore their text; those that did not run may change)
    4 the rollback of migration 7 `create_orders` stopped half done (hint: `down` goes on with it, and `status` shows how far it is)
    4 migration 7 `create_orders` stopped half done outside a transaction, and would now run in one, from its beginning (hint: restore how it was written, and let it come to its end first)
    2 there is no migration 8 (hint: `status` lists the versions)
    2 migration 8 is not applied
    2 migration 7 `create_orders` keeps nothing aside (hint: `backup list` shows what is kept)
    2 migration 7 `create_orders` has transactions of its own, so it cannot be part of a single transaction (hint: run without `--single-transaction`)
    2 migration 7 `create_orders` depends on migration 3, which is not applied (hint: apply 3 first)
    6 migration 7 `create_orders` cannot be rolled back alone: 8 and 9 depend on it (hint: roll 8 and 9 back first, or all together with `--with-dependents`)
    6 migration 7 `create_orders` cannot be rolled back beneath migration 9 `fill_totals`, which began and did not end (hint: `up` goes on with it, and what did not run of it may be corrected; then roll both back; `status` shows how far it is)
    6 migration 7 `create_orders` cannot be rolled back: the old rows are gone
    6 migration 7 `create_orders` cannot be rolled back: no rollback is known
    6 rolling back migration 7 `create_orders` would not bring back the rows that were discarded on 2026-03-02 (hint: say `--force` to go without them)
    6 rolling back migration 7 `create_orders` would delete 1 row of `a`, 2 values of `b.c` (hint: `--backup` copies the database first, `--force` goes without)
    6 rolling back migration 7 `create_orders` would delete 1 row of `a`, and would not bring back the rows that were discarded on 2026-03-02 (hint: `--backup` copies the database first, `--force` goes without)
    6 migration 7 `create_orders` could not be rolled back, and each migration must have a way back: the old rows are gone (hint: write its rollback, or run without `require_rollback`)
    6 migration 7 `create_orders` could not be rolled back, and each migration must have a way back (hint: write its rollback, or run without `require_rollback`)
    2 variable `AUTO_MIGRATE` is `x` (hint: `true` or `false`)
    2 `continue_on_error` and `single_transaction` exclude each other (hint: leave one of them out)
    1 migration 7 `create_orders` failed; what does not depend on that was done (hint: correct what failed, and run it again)
    1 migration 7 `create_orders` and 1 other failed, and 1 was skipped because of that (hint: correct what failed, and run it again)
    1 migration 7 `create_orders` and 2 others failed, and 2 were skipped because of that (hint: correct what failed, and run it again)
    1 the run took longer than the 1 min that it may, and was stopped (hint: run it again; it goes on where it stopped; `--timeout` allows more)
    6 rolling back migration 7 `create_orders` would lose 2 rows of `a`, which the schema before it does not take (hint: change or delete them first)
    6 rolling back migration 7 `create_orders` could not bring back 2 rows of `a` as it was: what was written since is in the way (hint: change or delete that first)
    6 rolling back migration 7 `create_orders` would leave 2 rows of `c` without their rows in `p` (hint: bring back what they refer to, or change or delete them where they are)
    1 migration 7 `create_orders` failed at statement 2 of 3, src/m0007.rs:12:5
    1 migration 7 `create_orders` could not keep rows of `orders` aside, so nothing was changed (hint: mend what the database says, or replace `preserve` by a rollback of your own)
    1 the step in Rust of migration 7 `create_orders` failed
    1 the statement failed
    1 migration 7 `create_orders` has a NUL byte in its SQL at statement 2 of 3, src/m0007.rs:12:5 (hint: remove it; the engine would not see what follows it)
    1 a step in Rust cannot say `COMMIT`: it runs inside the migration's own transaction (hint: return an error to roll everything back)
    1 expected one statement, found 2 (hint: send them one by one)
    1 column 1 of the row is not text
    1 the step in Rust of migration 7 `create_orders` changed the schema without saying so (hint: declare it with `schema = ".."`, or put it into a migration of its own)
    1 the step in Rust of migration 7 `create_orders` ended the migration's transaction (hint: leave out COMMIT and ROLLBACK; what it committed stays)
    1 migration 7 `create_orders` would leave 2 rows of `c` without their rows in `p` (hint: keep the rows they refer to, or change the references in the same migration)
    1 migration 7 `create_orders` ran longer than its timeout of 30 s at statement 2 of 3, src/m0007.rs:12:5
    1 migration 7 `create_orders` failed at its commit
    5 the database has been migrated by ada@build (process 12 on build) since 2026-03-02 09:30 (hint: wait for that run; without it the lock is free at 2026-03-02 10:00, or at once by `lock release`)
    5 the database stayed locked by another process for 5 min (hint: wait for it to finish, or allow more time with `--lock-timeout`)
    5 the database stayed locked by process 12 (`shop`) for 5 min (hint: wait for it to finish, or allow more time with `--lock-timeout`)
    5 another run holds the lock by now, ada@build (process 12 on build), and keeps it (hint: `lock status` shows it)
    1 the lock of this run was taken over or released (hint: run it again; it goes on where the history stands)
    130 the run was stopped before its end (hint: run it again; it goes on where it stopped)
    1 the connection is inside a transaction (hint: commit it or roll it back before migrating)
    1 the table `_migrations` was not made by this program, and stays as it is (hint: choose another name for the history with `history_table`)
    1 the table `_migrations` was not made by this program, and stays as it is (hint: `adopt` takes its rows over)
    6 the schema is not the one that the migration to adopt makes (hint: mend what differs, or record it all the same with `--force --reason ..`)
    6 the schema is not the one that the 3 migrations to adopt make (hint: mend what differs, or record them all the same with `--force --reason ..`)
    6 no version of the set has this schema, and 5 comes nearest (hint: mend what differs, or record it all the same with `baseline 5 --force --reason ..`)
    6 no version of the set has this schema (hint: are these the migrations of this database?)
    6 the schema is that of 5 and 6, which differ in their rows only (hint: name the last one whose changes are there, such as `baseline 6`)
    6 migration 7 `create_orders` cannot be replayed in memory, so nobody knows its schema (hint: `--force --reason ..` records it without that)
    6 sqlx stopped half-way at `3` (hint: finish or undo that with sqlx; its ledger is only read here)
    4 sqlx applied `8` and `9`, which the set does not have (hint: add what is missing to the set, or undo it with sqlx)
    4 migration 7 `create_orders` is not the text that sqlx applied (hint: restore it, or record it all the same with `--force --reason ..`)
    4 migration 7 `create_orders` is in the history, and not among what would be adopted (hint: `status` shows the history)
    4 migration 7 `create_orders` is in the history as failed (hint: `up` finishes what was begun; adopt what is missing then)
    2 there is nothing to adopt: the database is empty (hint: `up` applies the migrations)
    2 there is no ledger of sqlx in this database (hint: without `--from` whatever is there is used)
    2 the database has several ledgers: diesel and sqlx (hint: choose one with `--from`)
    2 `--force` needs a reason here, for whoever finds the difference later (hint: `--reason ..`)
    2 only databases of SQLite can be taken over
    2 this engine is not backed up by this program
    2 a database in memory has no directory beside it for backups (hint: name one with `backup_dir`)
    1 the directory `backups` for backups cannot be used (hint: check that it exists and may be written, or name another one with `backup_dir`)
    1 a backup takes 4.2 MB, and only 1 kB are free in `backups` (hint: make room, or name another directory with `backup_dir`)
    1 the backup `shop.backup` could not be written
    6 the copy `shop.backup` did not pass its check: malformed (hint: what it was copied from may be damaged itself, which `PRAGMA integrity_check` says)
    2 there is no backup `shop.backup` (hint: `backup list` shows what there is)
    1 `shop.backup` cannot be read
    6 `shop.backup` is neither a database nor SQL text
    6 there is nothing in `shop.backup`
    6 `shop.backup` has no history of `shop` (hint: check which file it is; `--force` restores it all the same)
    6 `shop.backup` fails as SQL text at line 3
    6 `shop.backup` says `attach` at line 3, which reaches other files (hint: remove it)
    6 `shop.backup` ends inside a transaction (hint: the file is only a part of a dump)
    5 others kept writing to the database, so nothing was restored (hint: stop them, then restore again)
    4 migration 7 `create_orders` is half done, so the schema is on its way to another one (hint: `status` says where it stands, `up` goes on)
    4 the rollback of migration 7 `create_orders` is half done, so the schema is on its way to another one (hint: `status` says where it stands, `down` goes on)
    1 migration 7 `create_orders` cannot be replayed in memory, so nobody knows which schema should be there
    2 only the schema of SQLite databases is compared
    6 the hook `announce` refused the run
    1 the hook `announce` panicked before the run
    1 `shop.db` is not an SQLite database (hint: check the path; the file may also be encrypted)
    1 the database is read-only (hint: check the permissions of the file and its directory)
    1 there is no database at `shop.db` (hint: check the path; `up` creates it)
    1 `shop.db` cannot be opened (hint: check that its directory exists and may be written)
    1 the disk is full, and nothing of the statement was kept (hint: make room, then run it again)
    1 the database is damaged (hint: copy the file before doing anything else; `PRAGMA integrity_check` says what is damaged)
    1 the database failed at reading the history
    4 migration 7 `create_orders` is not applied, but the later migration 8 `index_orders` ran already, and both touch `orders.note` and `customers` (hint: give it a version above 9; where their order does not matter, apply it by name with `--only 7`)
    4 migration 7 `create_orders` is not applied, but the later migration 8 `index_orders` ran already, and what 7 touches cannot be told (hint: give it a version above 9; where their order does not matter, apply it by name with `--only 7`)
    4 migration 7 `create_orders` is not applied, but the later migration 8 `index_orders` ran already, and what 8 touched cannot be told (hint: give it a version above 9; where their order does not matter, apply it by name with `--only 7`)
    4 migration 7 `create_orders` is not applied, but the later migration 8 `index_orders`, which depends on it, ran already (hint: roll 8 back first, or apply it by name with `--only 7`)
    4 migration 7 `create_orders` is not applied, but the later migration 8 `index_orders` ran already, and late migrations are refused (hint: give it a version above 9; where their order does not matter, apply it by name with `--only 7`)
    "#);
}

#[test]
fn the_source_is_told_once() {
    let error = Error::new(Kind::Statement).of(version(7), "a").because("no such table: x");
    assert_eq!(error.to_string(), "migration 7 `a` failed");
    let source = std::error::Error::source(&error).expect("it has one");
    assert_eq!(source.to_string(), "no such table: x");
}

/// The variants of an enum, as its file lists them.
fn variants<'t>(file: &'t str, name: &str) -> Vec<&'t str> {
    let start = file.find(&format!("enum {name} {{")).expect("is there");
    let lines = file[start..].lines().skip(1).take_while(|line| *line != "}");
    let words = lines.filter_map(|line| line.strip_prefix("    "));
    let words = words.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    words.map(|line| line.split([' ', ',', '(']).next().expect("has one")).collect()
}

#[test]
fn no_error_is_left_out() {
    let kinds = include_str!("kind.rs");
    let enums = [
        (kinds, "Kind"),
        (kinds, "Fault"),
        (include_str!("adoption.rs"), "Adoption"),
        (include_str!("backfill.rs"), "BackfillFault"),
        (include_str!("backup.rs"), "BackupFault"),
        (include_str!("unknowable.rs"), "Unknowable"),
    ];
    for (file, name) in enums {
        let all = variants(file, name);
        assert!(all.len() > 2, "{name}");
        for variant in all {
            let said = format!("{name}::{variant}");
            assert!(include_str!("tests.rs").contains(&said), "{said} has no words in this file");
        }
    }
}

#[test]
fn no_error_is_nothing() {
    for kind in kinds() {
        let text = Error::new(kind).to_string();
        assert!(!text.is_empty());
        assert!(!text.ends_with('.') && text.starts_with(|c: char| !c.is_uppercase()), "{text}");
    }
}
