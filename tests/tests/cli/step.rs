//! The commands of a case: the program itself, and a few that prepare and look.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Who runs the cases.
const USER_AT: &str = "ada@";

/// The state of a running case.
pub(crate) struct Session {
    directory: PathBuf,
    variables: BTreeMap<String, String>,
    held: Option<rusqlite::Connection>,
}

impl Session {
    /// In this directory.
    pub(crate) fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), variables: BTreeMap::new(), held: None }
    }

    /// Runs one line; what it printed, as the case writes it.
    pub(crate) fn run(&mut self, line: &str) -> String {
        let words = words(line);
        let (command, arguments) = words.split_first().expect("a command has a name");
        let path = |at: usize| self.directory.join(&arguments[at]);
        let text = |at: usize| arguments[at].as_str();
        match command.as_str() {
            "migrate" | "program" => return self.start(command, arguments),
            "first" => return first(text(0), &self.start(text(1), &arguments[2..])),
            "sql" => return query(&path(0), text(1)),
            "ls" => return self.list(),
            "cat" => return marked(">", &std::fs::read_to_string(path(0)).expect("is readable")),
            "env" => self.set(text(0)),
            "cp" => drop(std::fs::copy(path(0), path(1)).expect("can be copied")),
            "mkdir" => std::fs::create_dir_all(path(0)).expect("can be made"),
            "symlink" => std::os::unix::fs::symlink(text(0), path(1)).expect("can be made"),
            "hold" => self.hold(&path(0)),
            "release" => self.held = None,
            "rm" => std::fs::remove_file(path(0)).expect("can be removed"),
            "bytes" => std::fs::write(path(0), unescaped(text(1))).expect("can be written"),
            "poke" => poke(&path(0), text(1), text(2)),
            other => panic!("`{other}` is not a command of a case"),
        }
        String::new()
    }

    fn set(&mut self, assignment: &str) {
        let (name, value) = assignment.split_once('=').expect("env NAME=VALUE");
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// Takes the write lock of a database until `release`.
    fn hold(&mut self, database: &Path) {
        let connection = rusqlite::Connection::open(database).expect("opens");
        connection.execute_batch("BEGIN IMMEDIATE").expect("nobody else holds it");
        self.held = Some(connection);
    }

    /// Runs `cargo migrate`, or the program that holds migrations as `cargo run` would.
    fn start(&self, program: &str, arguments: &[String]) -> String {
        let (program, first) = match program {
            "program" => (env!("CARGO_BIN_EXE_two-databases"), None),
            _ => (env!("CARGO_BIN_EXE_migrate-under-test"), Some("migrate")),
        };
        let output = Command::new(program)
            .args(first)
            .args(arguments)
            .current_dir(&self.directory)
            .env_clear()
            .envs(std::env::vars_os().filter(|(name, _)| is_of_cargo(&name.to_string_lossy())))
            .env("USER", USER_AT.trim_end_matches('@'))
            .envs(&self.variables)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("the program starts");
        let stream =
            |sign, bytes: &[u8]| marked(sign, &self.without_times(&String::from_utf8_lossy(bytes)));
        let code = output.status.code().expect("the program ends by itself");
        let code = if code == 0 { String::new() } else { format!("= {code}\n") };
        stream(">", &output.stdout) + &stream("!", &output.stderr) + &code
    }

    /// Every file below the directory, without what SQLite keeps beside a database.
    fn list(&self) -> String {
        let mut names = Vec::new();
        let mut directories = vec![self.directory.clone()];
        while let Some(directory) = directories.pop() {
            for entry in std::fs::read_dir(directory).expect("is readable") {
                let path = entry.expect("is readable").path();
                if path.is_dir() {
                    directories.push(path);
                } else {
                    let name = path.strip_prefix(&self.directory).expect("is inside");
                    names.push(name.to_string_lossy().into_owned());
                }
            }
        }
        names.sort();
        marked(">", &self.without_times(&names.join("\n")))
    }

    /// Replaces what differs from run to run: the directory, numbers of milliseconds,
    /// moments, the machine, checksums (which have tests of their own), and the version of SQLite.
    fn without_times(&self, text: &str) -> String {
        let text = text.replace(&*self.directory.to_string_lossy(), "..");
        let text = masked(&masked(&text, USER_AT, is_of_host), "c1:", |c| c.is_ascii_hexdigit());
        // The process of the test itself, which a case lets hold the database.
        let own = format!("process {} ", std::process::id());
        let text = masked(&text.replace(&own, "process .. "), "(`cli-", |c| c != '`');
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, number) = rest.split_at(at);
            out.push_str(before);
            if is_milliseconds(number) {
                unpad(&mut out);
            }
            let (length, replacement) = moment(number).unwrap_or_else(|| {
                let digits = number.bytes().take_while(u8::is_ascii_digit).count();
                let is_time = is_milliseconds(number) || is_time_key(&out);
                if out.ends_with("SQLite ") {
                    (version_length(number), "..")
                } else {
                    (digits, if is_time { ".." } else { &number[..digits] })
                }
            });
            out.push_str(replacement);
            rest = &number[length..];
        }
        out + rest
    }
}

fn is_milliseconds(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" ms")
}

/// Takes the blanks away that align a column of milliseconds: there are more before a shorter one.
fn unpad(out: &mut String) {
    let kept = out.trim_end_matches(' ').len();
    if out[..kept].ends_with("<time>") {
        out.truncate(kept + 2);
    }
}

/// Whether a key of the JSON documents that holds milliseconds stands before.
fn is_time_key(before: &str) -> bool {
    ["executionTime", "averageTime", "executionMs", "durationMs", "elapsedMs"]
        .iter()
        .any(|key| before.ends_with(&format!("\"{key}\": ")))
}

/// Whether a variable of ours is needed to find cargo and the sources; all others stay away.
fn is_of_cargo(name: &str) -> bool {
    matches!(name, "PATH" | "HOME") || name.starts_with("CARGO") || name.starts_with("RUSTUP")
}

/// Replaces what follows `mark`, as long as `is_masked` holds, by `..`.
fn masked(text: &str, mark: &str, is_masked: fn(char) -> bool) -> String {
    let mut parts = text.split(mark);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.extend([mark, "..", part.trim_start_matches(is_masked)]);
    }
    out
}

fn is_of_host(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// The length of `3.50.1`.
fn version_length(text: &str) -> usize {
    text.bytes().take_while(|&byte| byte.is_ascii_digit() || byte == b'.').count()
}

/// The length of a date, with or without a time of day, and what stands for it.
fn moment(text: &str) -> Option<(usize, &'static str)> {
    let is_like = |pattern: &str| {
        text.len() >= pattern.len()
            && text.bytes().zip(pattern.bytes()).all(|(found, wanted)| match wanted {
                b'0' => found.is_ascii_digit(),
                b'T' => matches!(found, b'T' | b' '),
                _ => found == wanted,
            })
    };
    let patterns = [
        ("0000-00-00T00:00:00.000Z", "<time>"),
        ("0000-00-00T00:00:00Z", "<time>"),
        ("0000-00-00T00:00:00", "<time>"),
        ("0000-00-00T00:00", "<time>"),
        ("0000-00-00", "<date>"),
        ("00000000T000000000Z", "<time>"),
        ("20000000000000", "<timestamp>"),
    ];
    let found = patterns.into_iter().find(|(pattern, _)| is_like_year(text, pattern, &is_like))?;
    Some((found.0.len(), found.1))
}

/// A timestamp without separators must be of this century, or any long number would be one.
fn is_like_year(text: &str, pattern: &str, is_like: &dyn Fn(&str) -> bool) -> bool {
    match pattern.strip_prefix("20") {
        Some(rest) if !pattern.contains('-') => {
            text.starts_with("20") && is_like(&format!("00{rest}"))
        }
        _ => is_like(pattern),
    }
}

/// The rows that a query finds, a line each.
fn query(database: &Path, sql: &str) -> String {
    let connection = rusqlite::Connection::open(database).expect("opens");
    let mut statement = connection.prepare(sql).expect("is right");
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let value = |at| row.get::<_, rusqlite::types::Value>(at).map(|value| show(&value));
        (0..columns).map(value).collect::<Result<Vec<_>, _>>()
    });
    let rows = rows.expect("runs").map(|row| row.expect("is readable").join(" | "));
    marked(">", &rows.collect::<Vec<_>>().join("\n"))
}

fn show(value: &rusqlite::types::Value) -> String {
    use rusqlite::types::Value;
    match value {
        Value::Null => "null".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => format!("{} bytes", bytes.len()),
    }
}

/// The first lines.
fn first(count: &str, printed: &str) -> String {
    let count = count.parse().expect("a number of lines");
    printed.split_inclusive('\n').take(count).collect()
}

/// Overwrites one byte of a file: `poke app.db 18 3`.
fn poke(path: &Path, at: &str, byte: &str) {
    let mut bytes = std::fs::read(path).expect("is readable");
    let at: usize = at.parse().expect("an offset");
    bytes[at] = byte.parse().expect("a byte");
    std::fs::write(path, bytes).expect("can be written");
}

/// Each line behind its sign.
fn marked(sign: &str, text: &str) -> String {
    text.lines().map(|line| format!("{sign} {line}").trim_end().to_owned() + "\n").collect()
}

/// `\xFF`, `\0` and `\n` as bytes.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let (byte, length) = match escape.as_bytes().first() {
            Some(b'x') => (u8::from_str_radix(&escape[1..3], 16).expect("two digits"), 3),
            Some(b'0') => (0, 1),
            Some(b'n') => (b'\n', 1),
            Some(b'r') => (b'\r', 1),
            other => panic!("no escape: {other:?}"),
        };
        bytes.push(byte);
        rest = &escape[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// Words with blanks between them; quotes of either kind keep blanks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
