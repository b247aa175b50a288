//! Runs that do not block an executor.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use migrate_runtime::driver::Cancel;
use migrate_runtime::runner::{AtStart, Auto, Started, background};
use migrate_runtime::{Event, exit_code};

use crate::support::{File, code, runner, set, sql};

/// Wakes the one thread of the smallest executor there is.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park_timeout(Duration::from_secs(60)),
        }
    }
}

/// Asks until it is so.
#[track_caller]
fn until(mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(60), "waited a minute");
        thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn the_database_comes_back_with_each_report() {
    let file = File::new();
    let one = set([sql(1, "CREATE TABLE a (x)").down("DROP TABLE a")]);
    let (db, report) = block_on(runner(&one).up_async(file.open()));
    assert_eq!(report.expect("applies").applied.len(), 1);
    let (db, report) = block_on(runner(&one).redo_async(db));
    assert_eq!(report.expect("redoes").applied.len(), 1);
    let (db, report) = block_on(runner(&one).down_async(db));
    assert_eq!(report.expect("goes back").rolled_back.len(), 1);
    let (db, status) = block_on(runner(&one).status_async(db));
    assert_eq!(status.expect("reads").summary.pending, 1);
    let auto = Auto::with(runner(&one)).at_start(AtStart::Migrate);
    let (_, started) = block_on(auto.up_async(db));
    assert!(matches!(started, Ok(Started::Migrated(_))));
}

static GO: AtomicBool = AtomicBool::new(false);

#[test]
fn the_executor_goes_on_meanwhile() {
    let file = File::new();
    let waits = code(1, |_| {
        until(|| GO.load(Ordering::SeqCst));
        Ok(())
    });
    let mut run = pin!(runner(&set([waits])).up_async(file.open()));
    // The run only ends when this thread has gone on.
    let mut context = Context::from_waker(Waker::noop());
    assert!(run.as_mut().poll(&mut context).is_pending());
    GO.store(true, Ordering::SeqCst);
    let (_, report) = block_on(run);
    assert_eq!(report.expect("applies").applied.len(), 1);
}

const ENDLESS: &str = "CREATE TABLE b (x); WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 \
                       FROM n) SELECT max(x) FROM n;";

#[test]
fn dropping_the_future_leaves_nothing_half_done() {
    let file = File::new();
    let wish = Cancel::new();
    let endless = set([sql(1, "CREATE TABLE a (x)"), sql(2, ENDLESS)]);
    let run = runner(&endless).cancelled_by(&wish).up_async(file.open());
    let is_free = || {
        let other = file.look();
        other.busy_timeout(Duration::ZERO).expect("sets");
        other.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok()
    };
    let applied = "SELECT count(*) FROM sqlite_master WHERE name = 'a'";
    until(|| crate::support::one(&file.look(), applied) == "1" && !is_free());
    drop(run);
    until(is_free);
    assert!(!wish.is_cancelled(), "the wish of others is theirs");
    assert_eq!(file.text("SELECT group_concat(version || status) FROM _migrations"), "1applied");
    assert_eq!(file.text("SELECT count(*) FROM sqlite_master WHERE name = 'b'"), "0");
    let corrected = set([sql(1, "CREATE TABLE a (x)"), sql(2, "CREATE TABLE b (x)")]);
    assert_eq!(file.up(&corrected).expect("goes on"), [2]);
}

#[test]
fn a_cancelled_run_says_so() {
    let file = File::new();
    let wish = Cancel::new();
    wish.cancel();
    let one = set([sql(1, "CREATE TABLE a (x)")]);
    let (_, report) = block_on(runner(&one).cancelled_by(&wish).up_async(file.open()));
    assert!(report.expect_err("is cancelled").is_cancelled());
}

#[test]
fn listeners_stay_in_their_thread() {
    let file = File::new();
    let one = set([sql(1, "CREATE TABLE a (x)")]);
    let mut listen = |_: &Event| {};
    let (_, report) = block_on(runner(&one).listener(&mut listen).up_async(file.open()));
    let error = report.expect_err("is refused");
    assert_eq!(error.exit_code(), exit_code::USAGE);
    assert_eq!(
        error.to_string(),
        "`up_async` and `listener` exclude each other (hint: leave one of them out)"
    );
}

#[test]
#[expect(clippy::panic, reason = "its panic is what is tested")]
fn a_panic_comes_out_where_it_is_awaited() {
    let work = background(|_| -> u32 { panic!("the moon is full") });
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| block_on(work)));
    let said = caught.expect_err("panics");
    assert_eq!(said.downcast_ref::<&str>(), Some(&"the moon is full"));
}
