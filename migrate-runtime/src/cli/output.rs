//! The one place that prints: results to stdout, everything else to stderr.

use std::io::{self, ErrorKind, IsTerminal};
use std::sync::OnceLock;

use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;

use crate::exit_code;

/// Why a part of the result is lost; the first reason.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// The style of what went well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// The style of what needs a look.
pub(crate) const WARN: Style = AnsiColor::Yellow.on_default();
/// The style of what went wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// The style of what matters least.
pub(crate) const DIM: Style = Style::new().dimmed();
/// The style of headings.
pub(crate) const BOLD: Style = Style::new().bold();
/// No style at all.
pub(crate) const PLAIN: Style = Style::new();

/// Who reads the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A person.
    Person,
    /// A person who wants to see errors only.
    Quiet,
    /// A program: one JSON document on stdout.
    Program,
}

impl Reader {
    /// One line of the result, on stdout.
    pub(crate) fn line(self, text: &str) {
        if self == Self::Person {
            raw(&format!("{text}\n"));
        }
    }

    /// One line about what is going on, on stderr.
    pub(crate) fn note(self, text: &str) {
        if self != Self::Quiet {
            tell(&format!("{text}\n"));
        }
    }

    /// The one document, on stdout.
    pub(crate) fn document(self, value: &impl Serialize) {
        if self == Self::Program {
            match serde_json::to_string_pretty(value) {
                Ok(text) => raw(&format!("{text}\n")),
                Err(failure) => error(&format!("the result is not JSON: {failure}")),
            }
        }
    }
}

/// Text that was asked for as such, whoever reads it: a script, SQL.
pub(crate) fn raw(text: &str) {
    keep(write(anstream::stdout(), text));
}

/// The exit code of a command that ended with `code`: a result of which a part is lost, as on a
/// full disk, was not given, and that is said once.
pub(super) fn settled(code: u8) -> u8 {
    let Some(lost) = LOST.get() else { return code };
    error(&format!("the result could not be written to stdout, and what was done stays: {lost}"));
    if code == exit_code::DONE { exit_code::FAILED } else { code }
}

/// An error, on stderr.
pub(crate) fn error(message: &str) {
    tell(&format!("{BAD}error{BAD:#}: {message}\n"));
}

/// What is wrong with a migration, with the line it stands in, on stderr.
#[cfg(feature = "dev")]
pub(crate) fn problem(text: &str) {
    tell(&format!("{text}\n\n"));
}

/// What clap has to say: help on stdout, wrong usage on stderr.
pub(crate) fn clap(error: &clap::Error) {
    let printed = error.print();
    if !error.use_stderr() {
        keep(printed);
    }
}

/// A question on the terminal; the answer is read from there. `None` without a terminal.
pub(crate) fn ask(question: &str) -> Option<bool> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return None;
    }
    tell(&format!("{question} [y/N] "));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).ok()?;
    Some(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Remembers that a part of the result is lost. A reader that went away (`| head`) is no error of
/// ours, and has what it wanted.
fn keep(written: io::Result<()>) {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => drop(LOST.set(error)),
        Ok(()) | Err(_) => {}
    }
}

/// On stderr; when that fails there is nowhere left to say it.
fn tell(text: &str) {
    drop(write(anstream::stderr(), text));
}

fn write(mut stream: impl io::Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
}
