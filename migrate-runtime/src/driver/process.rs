//! Whether a process of this machine still runs, where the system lists its processes as files.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// How many ticks the kernel counts in a second, for programs: 100 on every machine of today.
const TICKS: f64 = 100.0;

/// Whether the process that did something `age` ago is gone. `false` also when nobody can tell.
///
/// Another process may have got its number since, for containers begin to count anew: one that is
/// younger than what it is said to have done did not do it. To be wrong here is safe: what an old holder
/// still writes is refused by its token.
pub(super) fn is_gone(pid: i64, age: Option<Duration>) -> bool {
    let is_told = fs::exists("/proc/self/stat").unwrap_or(false);
    if !is_told {
        return false;
    }
    let Some(stat) = Stat::read(pid) else { return true };
    let younger = match (stat.age(), age) {
        (Some(process), Some(deed)) => process + Duration::from_millis(100) < deed,
        _ => false,
    };
    stat.is_dead || younger
}

/// The file name of the program that a process runs.
pub(super) fn program(pid: u32) -> Option<String> {
    let name = fs::read_to_string(file(pid.into(), "comm")).ok()?;
    Some(name.trim_end().to_owned())
}

fn file(pid: i64, name: &str) -> PathBuf {
    PathBuf::from(format!("/proc/{pid}/{name}"))
}

/// What the system says of a process.
struct Stat {
    /// It has ended, and its parent has not heard of that.
    is_dead: bool,
    /// When it began, in ticks since the machine did.
    began: Option<f64>,
}

impl Stat {
    fn read(pid: i64) -> Option<Self> {
        let text = fs::read_to_string(file(pid, "stat")).ok()?;
        // The program's name stands in parentheses, and may hold some itself.
        let (_, fields) = text.rsplit_once(") ")?;
        let mut fields = fields.split(' ');
        let is_dead = matches!(fields.next(), Some("Z" | "X"));
        Some(Self { is_dead, began: fields.nth(18).and_then(|ticks| ticks.parse().ok()) })
    }

    /// How long it has been running.
    fn age(&self) -> Option<Duration> {
        let uptime = fs::read_to_string("/proc/uptime").ok()?;
        let uptime: f64 = uptime.split(' ').next()?.parse().ok()?;
        Duration::try_from_secs_f64((uptime - self.began? / TICKS).max(0.0)).ok()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_runs_and_did_nothing_before_it_began() {
        let own = i64::from(std::process::id());
        assert!(!is_gone(own, None));
        assert!(!is_gone(own, Some(Duration::ZERO)));
        assert!(is_gone(own, Some(Duration::from_secs(1 << 40))));
        assert!(is_gone(i64::MAX, None) && is_gone(-1, None));
    }

    #[test]
    fn one_that_nobody_waited_for_is_gone_too() {
        let mut child = std::process::Command::new("true").spawn().expect("starts");
        let pid = i64::from(child.id());
        while !is_gone(pid, None) {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.wait().expect("is ours");
    }
}
