//! Why a command ends without having done its work.

use serde::Serialize;

use super::output::{self, Reader};
use super::signals::Signals;
use crate::human::split_hint;
use crate::report::Report;
use crate::{Error, exit_code};

/// Why a command ends without having done its work: what is said, and the exit code.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    exit_code: u8,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    causes: Vec<String>,
    /// What the run had done before, and keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Box<Report>>,
}

impl Failure {
    /// The command was used wrongly.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(exit_code::USAGE, message)
    }

    /// Something did not work.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::new(exit_code::FAILED, message)
    }

    /// It needs consent.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(exit_code::UNSAFE, message)
    }

    /// The program was built without what the command needs.
    #[cfg(not(feature = "dev"))]
    pub(crate) fn needs_dev(what: &str) -> Self {
        Self::usage(format!(
            "`{what}` needs the sources, which this program was built without (hint: the feature \
             `dev` of migrate-runtime)"
        ))
    }

    /// The program was built without the feature that the command needs.
    #[cfg(not(all(feature = "verify", feature = "sqlite")))]
    pub(crate) fn needs_feature(what: &str, features: &str) -> Self {
        Self::usage(format!(
            "`{what}` was left out of this program (hint: {features} of migrate-runtime)"
        ))
    }

    /// The same, with the exit code that a signal asks for, where one ended the run.
    pub(crate) fn by(self, signals: &Signals) -> Self {
        match self.exit_code {
            exit_code::INTERRUPTED => Self { exit_code: signals.exit_code(), ..self },
            _ => self,
        }
    }

    fn new(exit_code: u8, message: impl Into<String>) -> Self {
        let message = message.into();
        let (message, hint) = split_hint(&message);
        let (message, hint) = (message.to_owned(), hint.map(str::to_owned));
        Self { exit_code, message, hint, causes: Vec::new(), report: None }
    }

    /// The same, with what caused it.
    pub(crate) fn because(mut self, cause: &dyn std::error::Error) -> Self {
        self.causes = std::iter::successors(Some(cause), |error| error.source())
            .map(ToString::to_string)
            .collect();
        self
    }

    /// The same, with what caused it, one by one.
    #[cfg(feature = "dev")]
    pub(crate) fn because_of(mut self, causes: impl Iterator<Item = String>) -> Self {
        self.causes = causes.collect();
        self
    }

    /// Prints it once, and gives the exit code.
    pub(crate) fn report(&self, reader: Reader) -> u8 {
        #[derive(Serialize)]
        struct Document<'a> {
            error: &'a Failure,
        }
        match reader {
            Reader::Program => reader.document(&Document { error: self }),
            Reader::Person | Reader::Quiet => output::error(&self.text()),
        }
        self.exit_code
    }

    /// The message, the causes below it, the hint last.
    fn text(&self) -> String {
        let mut text = self.message.clone();
        for cause in &self.causes {
            text.push_str("\n  because ");
            text.push_str(&cause.replace('\n', "\n  "));
        }
        if let Some(hint) = &self.hint {
            text.push_str("\n  hint: ");
            text.push_str(hint);
        }
        text
    }

    /// Everything that is said.
    pub(crate) fn told(&self) -> String {
        self.text()
    }

    /// What is wrong, without the hint.
    #[cfg(test)]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = Self::new(error.exit_code(), error.to_string());
        let report = error.report().filter(|report| report.says_something());
        let failure = Self { report: report.cloned().map(Box::new), ..failure };
        match std::error::Error::source(&error) {
            Some(cause) => failure.because(cause),
            None => failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(not(feature = "dev"))]
    #[test]
    fn says_what_a_deployed_program_lacks() {
        assert_eq!(
            Failure::needs_dev("check").text(),
            "`check` needs the sources, which this program was built without\n  \
             hint: the feature `dev` of migrate-runtime"
        );
    }

    #[test]
    fn the_hint_gets_its_own_line() {
        let failure = Failure::usage("`x` is wrong (hint: say `y` (or `z`))");
        assert_eq!(failure.text(), "`x` is wrong\n  hint: say `y` (or `z`)");
        let failure = Failure::failed("`x` failed").because(&std::io::Error::other("disk"));
        assert_eq!(failure.text(), "`x` failed\n  because disk");
    }
}
