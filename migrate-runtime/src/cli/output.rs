//! The one place that prints: results to stdout, everything else to stderr.

use std::io::IsTerminal;

use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;

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
            write(anstream::stdout(), &format!("{text}\n"));
        }
    }

    /// One line about what is going on, on stderr.
    pub(crate) fn note(self, text: &str) {
        if self != Self::Quiet {
            write(anstream::stderr(), &format!("{text}\n"));
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
    write(anstream::stdout(), text);
}

/// An error, on stderr.
pub(crate) fn error(message: &str) {
    write(anstream::stderr(), &format!("{BAD}error{BAD:#}: {message}\n"));
}

/// What is wrong with a migration, with the line it stands in, on stderr.
#[cfg(feature = "dev")]
pub(crate) fn problem(text: &str) {
    write(anstream::stderr(), &format!("{text}\n\n"));
}

/// What clap has to say: help on stdout, wrong usage on stderr.
pub(crate) fn clap(error: &clap::Error) {
    // A reader that went away is not an error.
    drop(error.print());
}

/// A question on the terminal; the answer is read from there. `None` without a terminal.
pub(crate) fn ask(question: &str) -> Option<bool> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return None;
    }
    write(anstream::stderr(), &format!("{question} [y/N] "));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok()?;
    Some(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// A reader that went away (`| head`) is no error of ours, and there is nobody left to tell.
fn write(mut stream: impl std::io::Write, text: &str) {
    drop(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()));
}
