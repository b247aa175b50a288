//! Times as people type them.

use std::time::Duration;

/// Reads `500ms`, `30s`, `5m` or `2h`; a bare number counts seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let wrong = || "not a time (hint: such as `500ms`, `30s` or `5m`)".to_owned();
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let milliseconds = match unit {
        "ms" => Some(number),
        "" | "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        _ => None,
    };
    milliseconds.map(Duration::from_millis).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<u64>) {
        assert_eq!(duration(text).ok(), expected.map(Duration::from_millis), "{text}");
    }

    #[test]
    fn reads_times() {
        check("500ms", Some(500));
        check("30s", Some(30_000));
        check("30", Some(30_000));
        check("5m", Some(300_000));
        check("2h", Some(7_200_000));
    }

    #[test]
    fn refuses_the_rest() {
        for text in
            ["", "s", "-1s", "1.5s", "1 s", "1d", "99999999999999999999", "18446744073709551615h"]
        {
            check(text, None);
        }
    }
}
