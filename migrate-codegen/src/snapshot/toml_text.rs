//! The few kinds of TOML lines that the sum file has.

use std::fmt::Write;

/// Lists that are longer than this get a line an element.
const WIDTH: usize = 100;

/// `key = "value"`
pub(super) fn string(text: &mut String, key: &str, value: &str) {
    line(text, key, &quoted(value));
}

/// `key = value`
pub(super) fn line(text: &mut String, key: &str, value: &str) {
    text.extend([key, " = ", value, "\n"]);
}

/// `key = [a, b]`, or an element a line.
pub(super) fn list(text: &mut String, key: &str, values: &[String]) {
    let short = format!("[{}]", values.join(", "));
    if key.len() + " = ".len() + short.len() <= WIDTH {
        line(text, key, &short);
    } else {
        line(text, key, &format!("[\n    {},\n]", values.join(",\n    ")));
    }
}

/// A text over several lines, as it is; in quotes where TOML would read it otherwise.
pub(super) fn lines(text: &mut String, key: &str, value: &str) {
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    if value.contains("'''") || value.contains(odd) {
        string(text, key, value);
    } else {
        line(text, key, &format!("'''\n{value}\n'''"));
    }
}

/// A basic string.
pub(super) fn quoted(value: &str) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => text.extend(['\\', c]),
            c if c.is_control() => drop(write!(text, "\\u{:04X}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
