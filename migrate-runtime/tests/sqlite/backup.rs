//! Backups of real files, and databases brought back from them while others use them.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use migrate_runtime::driver::BackupFile;
use migrate_runtime::runner::{BackUpBefore, Backups};
use migrate_runtime::{Error, Result, Runner, Set, Sqlite, Target};
use rusqlite::Connection;

use super::support::{File, one, runner, set, shown, sql, up, version};

fn history() -> Set {
    set([
        sql(1, "CREATE TABLE plans (id INTEGER PRIMARY KEY)").down("DROP TABLE plans"),
        sql(2, "DROP TABLE plans").down("CREATE TABLE plans (id INTEGER PRIMARY KEY)"),
    ])
}

/// A database at version 1 with two rows.
fn shop(journal: &str) -> (File, Set) {
    let (file, set) = (File::new(), history());
    one(&file.look(), &format!("PRAGMA journal_mode = {journal}"));
    apply(&file, &set, 1);
    file.run("INSERT INTO plans VALUES (1), (2)");
    (file, set)
}

fn apply(file: &File, set: &Set, to: i64) {
    let runner = runner(set).target(Target::To(version(to)));
    drop({ runner }.up(&mut file.open()).expect("applies"));
}

fn back_up(file: &File, set: &Set) -> BackupFile {
    runner(set).back_up(&mut file.open()).expect("is backed up")
}

fn directory(file: &File) -> PathBuf {
    file.path().parent().expect("has one").join("backups")
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).expect("is readable");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("is readable").file_name().into_string().expect("is text")
    };
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    names
}

fn in_directory(set: &Set, directory: &Path, keep: usize) -> Runner<'static, Sqlite> {
    let keep = NonZeroUsize::new(keep).expect("not none");
    let directory = Some(directory.to_owned());
    runner(set).backups(Backups { before: BackUpBefore::Never, directory, keep })
}

const JOURNALS: [&str; 2] = ["delete", "wal"];

#[test]
fn a_backup_is_one_file_that_only_its_owner_reads() {
    for journal in JOURNALS {
        let (file, set) = shop(journal);
        let made = back_up(&file, &set);
        assert_eq!(made.version, Some(version(1)));
        assert_eq!(names(&directory(&file)).len(), 1, "{journal}: {:?}", names(&directory(&file)));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let rights = |path: &Path| fs::metadata(path).expect("is there").permissions().mode();
            assert_eq!(rights(&made.path) & 0o777, 0o600);
            assert_eq!(rights(&directory(&file)) & 0o777, 0o700);
        }
        // Readable also where nothing can be written beside it.
        assert_eq!(fs::read(&made.path).expect("is readable")[18..20], [1, 1], "{journal}");
        let copy = Connection::open(&made.path).expect("opens");
        assert_eq!(one(&copy, "SELECT id FROM plans"), "1;2");
        let line = "SELECT action, detail FROM _migrations_log ORDER BY id DESC LIMIT 1";
        assert_eq!(file.text(line), format!("backed up,in `{}`", made.path.display()));
    }
}

#[test]
fn a_backup_is_made_while_others_write() {
    let (file, set) = shop("wal");
    let writer = file.look();
    writer.execute_batch("BEGIN IMMEDIATE; INSERT INTO plans VALUES (3)").expect("writes");
    let quick = std::time::Duration::from_millis(50);
    let made = runner(&set).lock_timeout(quick).back_up(&mut file.open()).expect("is backed up");
    writer.execute_batch("COMMIT").expect("commits");
    let copy = Connection::open(&made.path).expect("opens");
    assert_eq!(one(&copy, "SELECT id FROM plans"), "1;2");
}

#[test]
fn the_last_ones_stay() {
    let (file, set) = shop("delete");
    let mut made = Vec::new();
    for _ in 0..4 {
        let mut runner = in_directory(&set, &directory(&file), 2);
        made.push(runner.back_up(&mut file.open()).expect("is backed up"));
        // Names say milliseconds.
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    fs::write(directory(&file).join("notes.txt"), "mine").expect("is written");
    let listed = runner(&set).list_backups(&mut file.open()).expect("reads");
    assert_eq!(listed, made[2..]);
    assert_eq!(names(&directory(&file)).len(), 3);
}

#[test]
fn what_killed_processes_left_goes_away() {
    let (file, set) = shop("delete");
    fs::create_dir(directory(&file)).expect("is made");
    let left = directory(&file).join(".shop.db.20260302T091500123Z.v1.backup.partial-999999999");
    fs::write(&left, "half").expect("is written");
    let made = back_up(&file, &set);
    let name = made.path.file_name().expect("has one").to_str().expect("is text");
    assert_eq!(names(&directory(&file)), [name]);
}

/// Backs up into the directory, which fails and leaves nothing behind.
#[track_caller]
fn refused(set: &Set, file: &File, directory: &Path, expected: &str) {
    let error = in_directory(set, directory, 1).back_up(&mut file.open()).expect_err("refused");
    assert!(error.is_backup() && error.to_string().contains(expected), "{}", shown(&error));
}

#[test]
fn directories_that_cannot_be_used() {
    let (file, set) = shop("delete");
    let beside = |name: &str| file.path().with_file_name(name);
    refused(&set, &file, &beside("not/there"), "cannot be used");
    fs::write(beside("file"), "").expect("is written");
    refused(&set, &file, &beside("file"), "cannot be used");
    if Path::new("/proc/self").is_dir() {
        refused(&set, &file, Path::new("/proc/self"), "`/proc/self`");
    }
    let mut memory = migrate_runtime::sqlite::Database::in_memory().expect("opens");
    let error = runner(&set).back_up(&mut memory).expect_err("has no place");
    assert!(error.to_string().contains("in memory"), "{error}");
}

fn restore(file: &File, set: &Set, from: &Path) -> Result<Option<PathBuf>> {
    runner(set).restore(&mut file.open(), from).map(|restored| restored.kept)
}

#[test]
fn what_was_there_comes_back_and_what_is_replaced_stays() {
    for journal in JOURNALS {
        let (file, set) = shop(journal);
        let made = back_up(&file, &set);
        apply(&file, &set, 2);
        file.run("CREATE TABLE later (id)");
        let name = made.path.file_name().expect("has one");
        let kept = restore(&file, &set, Path::new(name)).expect("is restored");
        assert_eq!(file.text("SELECT id FROM plans"), "1;2", "{journal}");
        assert_eq!(file.text("PRAGMA journal_mode"), journal);
        assert_eq!(file.text("PRAGMA integrity_check"), "ok");
        let kept = Connection::open(kept.expect("is kept")).expect("opens");
        assert_eq!(one(&kept, "SELECT count(*) FROM later"), "0");
        assert_eq!(up(&set, &mut file.open()).expect("goes on"), [2]);
        let log = "SELECT count(*), max(id) > 5 FROM _migrations_log WHERE action = 'restored'";
        assert_eq!(file.text(log), "1,1", "{journal}");
    }
}

#[test]
fn readers_keep_their_connections() {
    let (file, set) = shop("wal");
    let made = back_up(&file, &set);
    apply(&file, &set, 2);
    file.run("CREATE TABLE later (id)");
    let reader = file.look();
    reader.execute_batch("BEGIN").expect("begins");
    assert_eq!(one(&reader, "SELECT count(*) FROM later"), "0");
    restore(&file, &set, &made.path).expect("is restored");
    assert_eq!(one(&reader, "SELECT count(*) FROM later"), "0");
    reader.execute_batch("COMMIT").expect("ends");
    assert_eq!(one(&reader, "SELECT id FROM plans"), "1;2");
}

#[test]
fn a_database_that_is_gone_comes_back() {
    let (file, set) = shop("delete");
    let made = back_up(&file, &set);
    fs::remove_file(file.path()).expect("is removed");
    assert_eq!(restore(&file, &set, &made.path).expect("is restored"), None);
    assert_eq!(file.text("SELECT id FROM plans"), "1;2");
}

#[test]
fn pages_of_another_size() {
    let (file, set) = shop("wal");
    let made = back_up(&file, &set);
    let small = file.path().with_file_name("small.db");
    let copy = Connection::open(&made.path).expect("opens");
    let into = format!("PRAGMA page_size = 1024; VACUUM INTO '{}'", small.display());
    copy.execute_batch(&into).expect("copies");
    file.run("DELETE FROM plans");
    restore(&file, &set, &small).expect("is restored");
    assert_eq!(file.text("SELECT id FROM plans"), "1;2");
}

#[test]
fn a_dump_comes_back() {
    let (file, set) = shop("wal");
    let dump = file.path().with_file_name("dump.sql");
    let text = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE tea (id);\n\
                INSERT INTO tea VALUES (7);\nCOMMIT;\n";
    fs::write(&dump, text).expect("is written");
    let error = restore(&file, &set, &dump).expect_err("has no history");
    assert!(error.is_refused(), "{error}");
    runner(&set).force().restore(&mut file.open(), &dump).expect("is restored");
    assert_eq!(file.text("SELECT id FROM tea"), "7");
}

/// The error of restoring a file with this content, after which nothing is different.
#[track_caller]
fn refuses(content: &[u8], expected: &str) {
    let (file, set) = shop("delete");
    let from = file.path().with_file_name("from");
    fs::write(&from, content).expect("is written");
    let before = fs::read(file.path()).expect("is readable");
    let error: Error = restore(&file, &set, &from).expect_err("refused");
    assert!(error.is_refused() && shown(&error).contains(expected), "{}", shown(&error));
    assert_eq!(fs::read(file.path()).expect("is readable"), before);
    assert_eq!(names(&directory(&file)), [""; 0]);
}

#[test]
fn files_that_are_no_backup() {
    refuses(b"", "there is nothing in");
    refuses(b"\x89PNG\xff\xfe", "neither a database nor SQL text");
    refuses(b"SQLite format 3\0 and so on", "did not pass its check");
    refuses(b"CREATE TABLE a (id);\nCREATE TABLE a (id)", "at line 2: table a already exists");
    refuses(b"BEGIN; CREATE TABLE a (id);", "ends inside a transaction");
    refuses(b"ATTACH 'x.db' AS x", "says `attach` at line 1");
    refuses(b"-- nothing", "there is nothing in");
    let (other, _) = shop("delete");
    let stranger = set([sql(1, "CREATE TABLE a (id)")]);
    let (file, _) = shop("delete");
    let from = other.path();
    other.run("UPDATE _migrations SET \"set\" = 'other'");
    let error = restore(&file, &stranger, &from).expect_err("is another's");
    assert!(error.to_string().contains("has no history of `shop`"), "{error}");
}

#[test]
fn a_damaged_backup_is_refused() {
    let (file, set) = shop("delete");
    file.run("CREATE TABLE many (text); CREATE INDEX by_text ON many (text)");
    file.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
              INSERT INTO many SELECT hex(randomblob(20)) FROM n",
    );
    let made = back_up(&file, &set);
    let mut bytes = fs::read(&made.path).expect("is readable");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 512].fill(0xA5);
    fs::write(&made.path, bytes).expect("is written");
    let error = restore(&file, &set, &made.path).expect_err("is damaged");
    assert!(error.is_refused() && error.to_string().contains("check"), "{}", shown(&error));
    assert_eq!(file.text("SELECT count(*) FROM many"), "2000");
}

#[test]
fn runs_begin_with_a_backup_when_told_or_when_they_are_risky() {
    let (file, set) = shop("delete");
    let told = |before| runner(&set).backups(Backups { before, ..Backups::default() });
    let report = told(BackUpBefore::Risky).up(&mut file.open()).expect("applies");
    let backup = Connection::open(report.backup.expect("it drops a table")).expect("opens");
    assert_eq!(one(&backup, "SELECT id FROM plans"), "1;2");
    let report = told(BackUpBefore::Always).up(&mut file.open()).expect("nothing to do");
    assert_eq!(report.backup, None);
    // Nothing is known to be lost by what it says; by what is there, something is.
    let (file, _) = shop("delete");
    let deleting = || {
        super::support::set([
            sql(1, "CREATE TABLE plans (id INTEGER PRIMARY KEY)").down("DROP TABLE plans"),
            sql(2, "DELETE FROM plans").down("SELECT 1"),
        ])
    };
    let risky = |set: &Set, file: &File| {
        let backups = Backups { before: BackUpBefore::Risky, ..Backups::default() };
        runner(set).backups(backups).up(&mut file.open()).expect("applies").backup
    };
    assert!(risky(&deleting(), &file).is_some());
    let (file, _) = shop("delete");
    file.run("DELETE FROM plans");
    assert_eq!(risky(&deleting(), &file), None);
    let fresh = File::new();
    let report = told(BackUpBefore::Always).up(&mut fresh.open()).expect("applies");
    assert_eq!(report.backup, None);
}
