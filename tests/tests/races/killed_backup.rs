//! A program is killed while it copies a database or brings a copy back: the database is the one or
//! the other, what is called a backup is whole, and the next command works.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use crate::fault::{faulty, moments, writes};
use crate::seed::{Chance, rounds, say};
use crate::state::{difference, state, state_of};
use crate::world::{Journal, World, kill_during, printed};

/// A database, a backup of an earlier state of it, and what each of the two holds.
struct Copied {
    world: World,
    backup: PathBuf,
    before: String,
    now: String,
}

impl Copied {
    fn new(journal: Journal) -> Self {
        let world = World::new(journal);
        assert!(world.run("up 3").status.success());
        let before = state(&world);
        assert!(world.run("backup create").status.success());
        let backup = backups(&world).pop().expect("was made");
        assert!(world.run("up").status.success());
        let now = state(&world);
        // Away from the others, of which some go.
        let kept = world.path().with_file_name("earlier.backup");
        fs::rename(backup, &kept).expect("can be moved");
        for other in backups(&world) {
            fs::remove_file(other).expect("can be removed");
        }
        Self { world, backup: kept, before, now }
    }

    fn create(&self) -> Command {
        self.world.ledger("backup create")
    }

    fn restore(&self) -> Command {
        self.world.ledger(&format!("backup restore {} --yes", self.backup.display()))
    }

    /// After a backup that died: the database is as it was, and what there is of backups is whole.
    #[track_caller]
    fn check_create(&self, what: &str) -> Duration {
        assert_eq!(difference(&self.now, &state(&self.world)), None, "{what}");
        self.check_backups(what);
        let start = Instant::now();
        let next = self.create().output().expect("starts");
        let taken = start.elapsed();
        assert!(next.status.success(), "{what}: {}", printed(&next));
        self.check_backups(what);
        self.check_swept(what);
        taken
    }

    /// After a restoration that died: the database is what it was or what it was to be, and the next
    /// one succeeds.
    #[track_caller]
    fn check_restore(&self, what: &str) -> Duration {
        let found = state(&self.world);
        let is_new = difference(&self.before, &found).is_none();
        assert!(is_new || difference(&self.now, &found).is_none(), "{what}: neither nor");
        self.check_kept(what, is_new);
        let start = Instant::now();
        let next = self.restore().output().expect("starts");
        let taken = start.elapsed();
        assert!(next.status.success(), "{what}: {}", printed(&next));
        assert_eq!(difference(&self.before, &state(&self.world)), None, "{what}");
        self.check_swept(what);
        let up = self.world.run("up");
        assert!(up.status.success(), "{what}, then up: {}", printed(&up));
        assert_eq!(difference(&self.now, &state(&self.world)), None, "{what}");
        taken
    }

    /// Each file with the name of a backup holds all of the database.
    #[track_caller]
    fn check_backups(&self, what: &str) {
        for backup in backups(&self.world) {
            let held = held(&backup);
            assert_eq!(difference(&self.now, &held), None, "{what}: {}", backup.display());
        }
    }

    /// What was replaced is there when it was.
    #[track_caller]
    fn check_kept(&self, what: &str, is_new: bool) {
        let kept = backups(&self.world);
        let is_whole = |backup: &PathBuf| {
            let held = held(backup);
            difference(&self.now, &held).is_none() || difference(&self.before, &held).is_none()
        };
        assert!(kept.iter().all(is_whole), "{what}: a backup is not whole");
        let is_replaced = |backup: &PathBuf| difference(&self.now, &held(backup)).is_none();
        assert!(!is_new || kept.iter().any(is_replaced), "{what}: what was there is gone");
    }

    /// What the killed one left lies nowhere any more.
    #[track_caller]
    fn check_swept(&self, what: &str) {
        let left: Vec<_> = all(&self.world).into_iter().filter(|path| !is_backup(path)).collect();
        assert!(left.is_empty(), "{what}: {left:?}");
    }
}

fn all(world: &World) -> Vec<PathBuf> {
    world.files_in("backups")
}

fn is_backup(path: &Path) -> bool {
    let name = path.file_name().expect("has one").to_string_lossy();
    name.ends_with(".backup") && !name.starts_with('.')
}

fn backups(world: &World) -> Vec<PathBuf> {
    all(world).into_iter().filter(|path| is_backup(path)).collect()
}

/// What a file holds, which nobody may write to meanwhile.
fn held(backup: &Path) -> String {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    state_of(&Connection::open_with_flags(backup, flags).expect("opens"))
}

type Start = fn(&Copied) -> Command;
type Check = fn(&Copied, &str) -> Duration;

/// Both commands, and what must be true after each died.
const BOTH: [(&str, Start, Check); 2] = [
    ("backup create", Copied::create, Copied::check_create),
    ("backup restore", Copied::restore, Copied::check_restore),
];

#[test]
fn nothing_is_half_when_it_is_killed() {
    let kills = rounds(5, 125);
    let mut chance = Chance::new("killed_backup");
    for (journal, (name, start, check)) in each() {
        let copied = Copied::new(journal);
        let began = Instant::now();
        assert!(start(&copied).output().expect("starts").status.success());
        let length = u64::try_from(began.elapsed().as_micros()).expect("is short");
        let (mut in_time, mut slowest) = (0, Duration::ZERO);
        for round in 1..=kills {
            let copied = Copied::new(journal);
            let after = Duration::from_micros(chance.below(length));
            in_time += usize::from(kill_during(start(&copied), after));
            slowest = slowest.max(check(&copied, &format!("{journal:?}, {name}, kill {round}")));
        }
        say(&format!(
            "{journal:?}: {name}, {in_time} kills in {kills} rounds, slowest recovery {slowest:?}"
        ));
    }
}

#[test]
fn nothing_is_half_when_it_dies_at_a_write() {
    let mut chance = Chance::new("torn_backup");
    for (journal, (name, start, check)) in each() {
        let copied = Copied::new(journal);
        let writes = writes(&copied.world, start(&copied));
        for fault in ["kill", "torn"] {
            let moments = moments(writes, 4, &mut chance);
            let mut slowest = Duration::ZERO;
            for &at in &moments {
                let copied = Copied::new(journal);
                faulty(start(&copied), at, fault).output().expect("starts");
                let what = format!("{journal:?}, {name}, {fault} at {at}");
                slowest = slowest.max(check(&copied, &what));
            }
            let count = moments.len();
            say(&format!(
                "{journal:?}: {name}, {fault} at {count} of {writes} writes, slowest {slowest:?}"
            ));
        }
    }
}

fn each() -> impl Iterator<Item = (Journal, (&'static str, Start, Check))> {
    Journal::ALL.into_iter().flat_map(|journal| BOTH.map(|each| (journal, each)))
}
