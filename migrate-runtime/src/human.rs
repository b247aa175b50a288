//! Small words for people: lists, plurals, durations.

use std::fmt::Display;
use std::time::Duration;

/// `1`, `1 and 2`, `1, 2 and 3`.
pub(crate) fn list<T: Display>(items: &[T]) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        let before = match at {
            0 => "",
            _ if at + 1 == items.len() => " and ",
            _ => ", ",
        };
        text.push_str(before);
        text.push_str(&item.to_string());
    }
    text
}

/// Names to list before the rest is counted.
const NAMES: usize = 5;

/// `` `a`, `b` and `c` ``; of many the first, and how many more.
pub(crate) fn names(names: &[String]) -> String {
    let mut quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    if quoted.len() > NAMES {
        quoted.truncate(NAMES - 1);
        quoted.push(format!("{} more", names.len() + 1 - NAMES));
    }
    list(&quoted)
}

/// The `s` of more or less than one.
pub(crate) fn plural<N: Copy + PartialEq + From<u8>>(count: N) -> &'static str {
    if count == N::from(1) { "" } else { "s" }
}

/// ``1 row of `orders` ``
pub(crate) fn rows(count: u64, table: &str) -> String {
    format!("{count} row{} of `{table}`", plural(count))
}

/// Messages carry the next step as `(hint: ..)` at their end: what is wrong, and that.
pub(crate) fn split_hint(message: &str) -> (&str, Option<&str>) {
    let hint = message.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (hint: "));
    hint.map_or((message, None), |(before, hint)| (before, Some(hint)))
}

/// `2026-03-02` of a time of the history.
pub(crate) fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}

/// `2026-03-02 09:15` of a time of the history.
pub(crate) fn moment(time: &str) -> String {
    time.get(..16).unwrap_or(time).replace('T', " ")
}

/// `5 min`, `30 s`, `250 ms`.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds == 0 {
        format!("{} ms", duration.as_millis())
    } else if seconds >= 60 && seconds.is_multiple_of(60) {
        format!("{} min", seconds / 60)
    } else {
        format!("{seconds} s")
    }
}

/// The milliseconds since `start`, as the history stores them.
pub(crate) fn milliseconds(start: std::time::Instant) -> i64 {
    i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX)
}

/// `512 B`, `48 kB`, `1.2 MB`.
pub(crate) fn amount(bytes: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let Some((unit, name)) = units.into_iter().find(|(unit, _)| bytes >= *unit) else {
        return format!("{bytes} B");
    };
    let tenths = bytes / (unit / 10);
    if tenths < 100 && !tenths.is_multiple_of(10) {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    } else {
        format!("{} {name}", tenths / 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_well() {
        assert_eq!(list(&[1]), "1");
        assert_eq!(list(&[1, 2]), "1 and 2");
        assert_eq!(list(&[1, 2, 3]), "1, 2 and 3");
        let letters: Vec<_> = "abcdef".chars().map(String::from).collect();
        assert_eq!(names(&letters[..5]), "`a`, `b`, `c`, `d` and `e`");
        assert_eq!(names(&letters), "`a`, `b`, `c`, `d` and 2 more");
        assert_eq!(duration(Duration::from_millis(250)), "250 ms");
        assert_eq!(duration(Duration::from_secs(90)), "90 s");
        assert_eq!(duration(Duration::from_secs(300)), "5 min");
    }

    #[test]
    fn amounts_have_a_unit_that_reads_well() {
        let sizes = [0, 999, 4096, 48_999, 1_250_000, 3_000_000_000].map(amount);
        assert_eq!(sizes, ["0 B", "999 B", "4 kB", "48 kB", "1.2 MB", "3 GB"]);
    }
}
