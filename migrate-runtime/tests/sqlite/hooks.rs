//! Hooks: when they are called, what they can stop, and what they cannot change.

use std::cell::RefCell;

use migrate_runtime::hooks::{Call, Hook, HookResult, Mode, Moment};
use migrate_runtime::migration::Code;
use migrate_runtime::runner::{Action, Options};
use migrate_runtime::{Error, Set, exit_code};

use crate::support::{File, code, runner, set, shown, sql};

fn two() -> Set {
    set([
        sql(1, "CREATE TABLE a (x)").down("DROP TABLE a"),
        sql(2, "CREATE TABLE b (x)").down("DROP TABLE b"),
    ])
}

/// What a hook heard, a word a moment.
fn word(call: &Call<'_>) -> String {
    let version = call.migration.map(|it| it.version.to_string()).unwrap_or_default();
    let word = match call.moment {
        Moment::BeforeRun => format!("run of {}", call.migrations),
        Moment::BeforeMigration => format!("{version}.."),
        Moment::AfterMigration { .. } => format!("..{version}"),
        Moment::AfterRun { report } => {
            format!("done {}", report.applied.len() + report.rolled_back.len())
        }
        Moment::Failed { .. } => format!("failed {version}").trim_end().to_owned(),
    };
    let attempt = if call.attempt > 1 { format!(" again {}", call.attempt) } else { String::new() };
    format!("{word}{attempt}")
}

/// What the hooks of a run hear.
fn heard<T>(run: impl FnOnce(&mut dyn Hook) -> T) -> (String, T) {
    let words = RefCell::new(Vec::new());
    let result = run(&mut |call: &Call<'_>| {
        words.borrow_mut().push(word(call));
        Ok(())
    });
    (words.into_inner().join(", "), result)
}

#[test]
fn every_moment_in_its_order() {
    let (file, set) = (File::new(), two());
    let (words, _) = heard(|hook| runner(&set).hook("it", hook).up(&mut file.open()));
    assert_eq!(words, "run of 2, 1.., ..1, 2.., ..2, done 2");
    let (words, _) = heard(|hook| runner(&set).hook("it", hook).up(&mut file.open()));
    assert_eq!(words, "", "there was nothing to do");
    let (words, _) = heard(|hook| runner(&set).hook("it", hook).redo(&mut file.open()));
    assert_eq!(words, "run of 1, 2.., ..2, done 1, run of 1, 2.., ..2, done 2");
    let (words, _) = heard(|hook| runner(&set).hook("it", hook).down(&mut file.open()));
    assert_eq!(words, "run of 1, 2.., ..2, done 1");
}

#[test]
fn one_transaction_around_all_has_its_hooks_around_it() {
    let (file, set) = (File::new(), two());
    let run = |hook: &mut dyn Hook| {
        runner(&set).single_transaction().hook("it", hook).up(&mut file.open())
    };
    assert_eq!(heard(run).0, "run of 2, 1.., 2.., ..1, ..2, done 2");
}

#[test]
fn a_dry_run_calls_them_and_says_so() {
    let (file, set) = (File::new(), two());
    for mode in [Mode::DryRun, Mode::Real] {
        let modes = RefCell::new(Vec::new());
        let mut hook = |call: &Call<'_>| {
            modes.borrow_mut().push((call.mode, word(call)));
            Ok(())
        };
        let runner = runner(&set).hook("it", &mut hook);
        match mode {
            Mode::DryRun => drop(runner.dry_run(&mut file.open(), Action::Up).expect("reads")),
            Mode::Real => drop({ runner }.up(&mut file.open()).expect("applies")),
        }
        let modes = modes.into_inner();
        assert!(modes.iter().all(|(found, _)| *found == mode), "{modes:?}");
        let words: Vec<_> = modes.iter().map(|(_, word)| word.as_str()).collect();
        assert_eq!(words[..5], ["run of 2", "1..", "..1", "2..", "..2"]);
    }
}

#[test]
fn a_dry_run_is_vetoed_as_the_run_would_be() {
    let (file, set) = (File::new(), two());
    let mut hook = |call: &Call<'_>| refuse(call, "2..");
    let dry = runner(&set).hook("office", &mut hook).dry_run(&mut file.open(), Action::Up);
    insta::assert_snapshot!(shown(&dry.expect_err("vetoed")), @"the hook `office` refused migration 2 `m2`: not now");
}

fn refuse(call: &Call<'_>, at: &str) -> HookResult {
    if word(call) == at { Err("not now".into()) } else { Ok(()) }
}

#[track_caller]
fn vetoed(at: &str, applied: usize, message: &str) {
    let (file, set) = (File::new(), two());
    let mut hook = |call: &Call<'_>| refuse(call, at);
    let error = runner(&set).hook("office", &mut hook).up(&mut file.open()).expect_err("vetoed");
    assert_eq!(shown(&error), message);
    assert_eq!((error.exit_code(), error.is_vetoed()), (exit_code::UNSAFE, true));
    let done = error.report().map(|report| report.applied.len());
    assert_eq!(done, Some(applied));
    let found = file.text("SELECT count(*) FROM sqlite_master WHERE name IN ('a', 'b')");
    assert_eq!(found, applied.to_string());
    file.up(&set).expect("nothing stands in the way of the next run");
}

#[test]
fn a_veto_ends_the_run_and_leaves_what_was_done() {
    vetoed("run of 2", 0, "the hook `office` refused the run: not now");
    vetoed("1..", 0, "the hook `office` refused migration 1 `m1`: not now");
    vetoed("2..", 1, "the hook `office` refused migration 2 `m2`: not now");
}

#[test]
fn before_a_moment_nothing_is_begun_and_after_it_everything_is_committed() {
    let (file, set) = (File::new(), two());
    file.run("CREATE TABLE seen (what)");
    let mut hook = |call: &Call<'_>| {
        // From another connection: a transaction of the run would be in its way.
        file.run(&format!("INSERT INTO seen VALUES ('{}')", word(call)));
        if let Moment::AfterMigration { .. } = call.moment {
            let version = call.migration.expect("is about one").version;
            let sql = format!("SELECT status FROM _migrations WHERE version = {version}");
            assert_eq!(file.text(&sql), "applied");
        }
        Ok(())
    };
    runner(&set).hook("it", &mut hook).up(&mut file.open()).expect("applies");
    assert_eq!(file.text("SELECT count(*) FROM seen"), "6");
}

#[test]
fn a_panic_is_caught_and_named() {
    let (file, set) = (File::new(), two());
    let mut hook = |call: &Call<'_>| match call.moment {
        Moment::BeforeMigration => panic!("out of {}", "coffee"),
        _ => Ok(()),
    };
    let error = runner(&set).hook("it", &mut hook).up(&mut file.open()).expect_err("panics");
    assert_eq!(shown(&error), "the hook `it` panicked before migration 1 `m1`: out of coffee");
    assert_eq!((error.exit_code(), error.is_vetoed()), (exit_code::FAILED, true));
    file.up(&set).expect("nothing was begun");
}

#[test]
fn what_fails_afterwards_is_a_warning_and_the_others_are_called() {
    let (file, set) = (File::new(), two());
    let mut bad = |call: &Call<'_>| match call.moment {
        Moment::AfterMigration { .. } => Err("no network".into()),
        Moment::AfterRun { .. } => panic!("late"),
        _ => Ok(()),
    };
    let (words, report) =
        heard(|hook| runner(&set).hook("bad", &mut bad).hook("good", hook).up(&mut file.open()));
    assert_eq!(words, "run of 2, 1.., ..1, 2.., ..2, done 2");
    assert_eq!(
        report.expect("applies").warnings,
        [
            "the hook `bad` failed after migration 1 `m1`: no network",
            "the hook `bad` failed after migration 2 `m2`: no network",
            "the hook `bad` panicked after the run: late",
        ]
    );
    assert_eq!(file.text("SELECT group_concat(status) FROM _migrations"), "applied,applied");
}

#[test]
fn a_failure_is_told_with_what_was_done_before_it() {
    let set = set([sql(1, "CREATE TABLE a (x)"), sql(2, "CREATE TABLE a (x)")]);
    let file = File::new();
    let done = RefCell::new(None);
    let mut hook = |call: &Call<'_>| {
        let Moment::Failed { error } = call.moment else { return Ok(()) };
        *done.borrow_mut() = error.report().map(|report| report.applied.len());
        Err("no network".into())
    };
    let (words, error) =
        heard(|other| runner(&set).hook("mail", &mut hook).hook("it", other).up(&mut file.open()));
    assert_eq!(words, "run of 2, 1.., ..1, 2.., failed 2");
    assert_eq!(done.into_inner(), Some(1));
    let error = error.expect_err("fails");
    assert_eq!(
        error.report().expect("something was done").warnings,
        ["the hook `mail` failed after the run had failed: no network"]
    );
}

/// A start that is refused before it begins is a failure of a deployment too.
#[test]
fn a_contradiction_is_a_failure() {
    let file = File::new();
    file.up(&two()).expect("applies");
    let edited = set([sql(1, "CREATE TABLE a (y)"), sql(2, "CREATE TABLE b (x)")]);
    let (words, error) = heard(|hook| runner(&edited).hook("it", hook).up(&mut file.open()));
    assert_eq!((words.as_str(), error.expect_err("refused").is_edited()), ("failed 1", true));
}

#[test]
fn attempts_are_counted() {
    thread_local!(static TRIED: RefCell<u32> = const { RefCell::new(0) });
    let busy: Code = |tx| {
        let tried = TRIED.with_borrow_mut(|tried| {
            *tried += 1;
            *tried
        });
        if tried < 3 {
            let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
            return Err(rusqlite::Error::SqliteFailure(busy, None).into());
        }
        tx.execute("SELECT 1", &[]).map(drop)?;
        Ok(())
    };
    let (file, set) = (File::new(), set([code(1, busy)]));
    let (words, result) = heard(|hook| {
        let options = Options { retries: 2, ..Options::default() };
        runner(&set).options(options).hook("it", hook).up(&mut file.open())
    });
    result.map_err(|error: Error| shown(&error)).expect("the third attempt");
    assert_eq!(words, "run of 1, 1.., 1.. again 2, 1.. again 3, ..1 again 3, done 1");
}
