//! A case: commands with what they print, and the files that they find.
//!
//! ```text
//! What the case shows, in a sentence or two.
//!
//! $ migrate up --dir migrations --dialect sqlite --url app.db
//! > a line on stdout
//! ! a line on stderr
//! = 1                       the exit code, unless it is 0
//!
//! -- migrations/0001_customers.sql --
//! CREATE TABLE customers (id INTEGER PRIMARY KEY);
//! ```
//!
//! Times, and the directory that the case runs in, are replaced by `..`.

use std::path::Path;

use crate::step;

/// A case, read.
pub(crate) struct Case<'a> {
    /// The script: commands, expectations and words about them.
    script: &'a str,
    /// Everything behind the script, as it stands.
    rest: &'a str,
    files: Vec<(&'a str, &'a str)>,
}

impl<'a> Case<'a> {
    /// Reads a case.
    pub(crate) fn parse(text: &'a str) -> Self {
        let starts: Vec<_> = text
            .match_indices("-- ")
            .map(|(at, _)| at)
            .filter(|&at| at == 0 || text.as_bytes()[at - 1] == b'\n')
            .filter(|&at| header(&text[at..]).is_some())
            .collect();
        let end = starts.first().copied().unwrap_or(text.len());
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let files = starts.iter().zip(ends).filter_map(|(&start, end)| {
            let (name, length) = header(&text[start..])?;
            Some((name, &text[start + length..end]))
        });
        Self { script: &text[..end], rest: &text[end..], files: files.collect() }
    }

    /// Runs it in a directory of its own; the case with what was printed now.
    pub(crate) fn run(&self) -> String {
        let directory = tempfile::tempdir().expect("a directory for the case");
        for (name, text) in &self.files {
            write(&directory.path().join(name), text);
        }
        let mut session = step::Session::new(directory.path());
        let mut printed = String::new();
        for line in self.script.lines().filter(|line| !is_expectation(line)) {
            printed.push_str(line);
            printed.push('\n');
            if let Some(command) = line.strip_prefix("$ ") {
                printed.push_str(&session.run(command));
            }
        }
        printed + self.rest
    }
}

fn write(path: &Path, text: &str) {
    let parent = path.parent().expect("a file stands in a directory");
    std::fs::create_dir_all(parent).expect("the directory can be made");
    std::fs::write(path, text).expect("the file can be written");
}

fn is_expectation(line: &str) -> bool {
    ["> ", "! ", "= "].iter().any(|sign| line.starts_with(sign)) || matches!(line, ">" | "!")
}

/// The name in `-- name --` and the length of its line.
fn header(text: &str) -> Option<(&str, usize)> {
    let line = text.lines().next()?;
    let name = line.strip_prefix("-- ")?.strip_suffix(" --")?;
    Some((name, text.len().min(line.len() + 1)))
}
