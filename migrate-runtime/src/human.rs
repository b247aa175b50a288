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

/// The `s` of more or less than one.
pub(crate) fn plural<N: Copy + PartialEq + From<u8>>(count: N) -> &'static str {
    if count == N::from(1) { "" } else { "s" }
}

/// ``1 row of `orders` ``
pub(crate) fn rows(count: u64, table: &str) -> String {
    format!("{count} row{} of `{table}`", plural(count))
}

/// `2026-03-02` of a time of the history.
pub(crate) fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_well() {
        assert_eq!(list(&[1]), "1");
        assert_eq!(list(&[1, 2]), "1 and 2");
        assert_eq!(list(&[1, 2, 3]), "1, 2 and 3");
        assert_eq!(duration(Duration::from_millis(250)), "250 ms");
        assert_eq!(duration(Duration::from_secs(90)), "90 s");
        assert_eq!(duration(Duration::from_secs(300)), "5 min");
    }
}
