//! What a run says while it works: a line a migration, and a bar on a terminal.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use migrate_codegen::{Direction, Version};

use super::output::{DIM, GOOD, Reader, WARN};
use crate::runner::Event;
use crate::{Set, human};

/// How often a run says that it waits, or how far a long migration is.
const WORD_EVERY: Duration = Duration::from_secs(10);

/// Prints what a run does while it does it.
pub(crate) struct Progress {
    reader: Reader,
    bar: Option<ProgressBar>,
    /// When to say again that somebody is in the way.
    next_word: Duration,
    /// The migration at work, when it began, and how long after that its rows are counted again.
    title: String,
    began: Instant,
    next_count: Duration,
    version_width: usize,
    name_width: usize,
}

impl Progress {
    /// For a run of this set.
    pub(crate) fn new(reader: Reader, set: &Set) -> Self {
        let widest = |width: fn(&crate::Migration) -> usize| {
            set.migrations().iter().map(width).max().unwrap_or(0)
        };
        Self {
            reader,
            bar: None,
            next_word: Duration::ZERO,
            title: String::new(),
            began: Instant::now(),
            next_count: WORD_EVERY,
            version_width: widest(|migration| migration.version().to_string().len()),
            name_width: widest(|migration| migration.name().chars().count()),
        }
    }

    /// Hears of an event.
    pub(crate) fn hear(&mut self, event: &Event) {
        match event {
            Event::Started { statements, .. } => self.start(*statements),
            Event::BackedUp { file } => {
                self.print(|| self.reader.note(&format!("backed up to {}", file.display())));
            }
            Event::MigrationStarted { version, name, .. } => {
                self.title = format!("{version} {name}");
                self.next_count = WORD_EVERY;
                self.began = Instant::now();
                self.with_bar(|bar| bar.set_message(self.title.clone()));
            }
            Event::RowsDone { done, total, left, .. } => self.count(*done, *total, *left),
            Event::StatementDone { .. } => self.with_bar(|bar| bar.inc(1)),
            Event::MigrationDone { direction, version, name, milliseconds } => {
                self.done(*direction, *version, name, *milliseconds);
            }
            Event::Waiting { waited, holder, since } => {
                self.wait(*waited, holder.as_deref(), since.as_deref());
            }
            Event::Finished { .. } => self.finish(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn start(&mut self, statements: usize) {
        if self.reader != Reader::Person || !std::io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::new(u64::try_from(statements).unwrap_or(u64::MAX));
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {msg}") {
            bar.set_style(style);
        }
        self.bar = Some(bar);
    }

    fn with_bar(&self, then: impl FnOnce(&ProgressBar)) {
        if let Some(bar) = &self.bar {
            then(bar);
        }
    }

    /// Prints a line above the bar.
    fn print(&self, print: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }

    fn done(&self, direction: Direction, version: Version, name: &str, milliseconds: i64) {
        let (style, word) = match direction {
            Direction::Up => (GOOD, "applied"),
            Direction::Down => (WARN, "rolled back"),
        };
        let (versions, names) = (self.version_width, self.name_width);
        // A width given to a version directly is not passed on to its number.
        let version = version.to_string();
        let line = format!(
            "  {style}{word}{style:#}  {version:>versions$}  {name:names$}  \
             {DIM}{milliseconds} ms{DIM:#}"
        );
        self.print(|| self.reader.line(&line));
    }

    /// Says how far a backfill is: at once beside the bar, from time to time without one.
    fn count(&mut self, done: u64, total: u64, left: Option<Duration>) {
        let left = match left {
            Some(left) if done < total => {
                let unit = if left.as_secs() < 120 { 1 } else { 60 };
                let rounded = Duration::from_secs((left.as_secs() / unit + 1) * unit);
                format!(", about {} left", human::duration(rounded))
            }
            _ => String::new(),
        };
        let line = format!("{}: {done} of {total} rows{left}", self.title);
        if let Some(bar) = &self.bar {
            bar.set_message(line);
        } else if self.began.elapsed() >= self.next_count {
            self.next_count = self.began.elapsed() + WORD_EVERY;
            self.reader.note(&line);
        }
    }

    /// Says at once who is in the way, and from time to time that it still is.
    fn wait(&mut self, waited: Duration, holder: Option<&str>, since: Option<&str>) {
        if waited < self.next_word {
            return;
        }
        let who = holder.unwrap_or("another process");
        let since =
            since.map(|since| format!(" since {}", human::moment(since))).unwrap_or_default();
        let so_far = match self.next_word {
            Duration::ZERO => String::new(),
            _ => format!(", {} so far", human::duration(Duration::from_secs(waited.as_secs()))),
        };
        self.next_word = waited + WORD_EVERY;
        let line = format!("waiting for {who}, which holds the database{since}{so_far}");
        self.print(|| self.reader.note(&line));
    }
}
