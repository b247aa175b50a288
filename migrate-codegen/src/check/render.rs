//! A problem as text, with the line it stands in.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::problem::{Problem, Severity};
use crate::source::SourceFile;

/// Characters of a long line that are shown on each side of the place.
const AROUND: usize = 120;

/// Whether text carries the colours of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Letters only: for the macros, and for output that no terminal shows.
    #[default]
    Plain,
    /// With colours.
    Coloured,
}

/// A problem as text: what is wrong, `file:line:column`, the line with a caret, and what to do.
///
/// It does not end with a line end.
///
/// # Example
/// ```
/// use migrate_codegen::check::{Problem, ProblemKind, Style, render};
/// use migrate_codegen::source::SourceFile;
///
/// let file = SourceFile::new("1.sql", "SELECT totl FROM orders;");
/// let problem =
///     Problem::error(ProblemKind::Judge, "no_such_column", &file, 7..11, "no such column: totl")
///         .with_help("did you mean `total`?".to_owned());
/// let text = render(&problem, Style::Plain);
/// assert!(text.starts_with("error[no_such_column]: no such column: totl"));
/// assert!(text.contains("1.sql:1:8") && text.contains("^^^^"));
/// ```
#[must_use]
pub fn render(problem: &Problem, style: Style) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let window = Window::new(&problem.file, &problem.at);
    let related: Vec<_> =
        problem.related.iter().map(|it| (Window::new(&it.file, &it.at), it)).collect();
    let mut group = Group::with_title(level.primary_title(&*problem.message).id(problem.code))
        .elements(window.origin())
        .element(window.snippet(AnnotationKind::Primary, None));
    for (window, related) in &related {
        group = group
            .elements(window.origin())
            .element(window.snippet(AnnotationKind::Context, Some(&related.message)));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(&**help));
    }
    if let Some(fix) = &problem.fix {
        let fix = fix.describe(&problem.file);
        group = group.element(Level::HELP.with_name("fix").message(fix));
    }
    let text = match style {
        Style::Plain => Renderer::plain().render(&[group]),
        Style::Coloured => Renderer::styled().render(&[group]),
    };
    without_nameless(&text)
}

/// The text without the lines that announce a snippet of no file: the place of a cut line stands
/// above it already.
fn without_nameless(text: &str) -> String {
    let lines = text.lines().filter(|line| line.trim() != ":::");
    lines.collect::<Vec<_>>().join("\n")
}

/// The line that a problem stands in, cut where it is too long to be shown.
struct Window<'a> {
    lines: Lines,
    name: &'a str,
    line: usize,
    column: usize,
    text: String,
    /// The bytes of `text` to point at.
    mark: Range<usize>,
}

/// Whether a line is shown as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Whole,
    Cut,
}

impl<'a> Window<'a> {
    fn new(file: &'a SourceFile, at: &Range<usize>) -> Self {
        let place = file.place(at.start);
        let start = file.line_start(place.line).unwrap_or(0);
        // A byte order mark takes no place on the screen.
        let text = file.text[start..].trim_start_matches('\u{feff}');
        let start = file.text.len() - text.len();
        let line = text.split(['\n', '\r']).next().unwrap_or_default();
        let begin = boundary(line, at.start.saturating_sub(start));
        let end = boundary(line, at.end.saturating_sub(start)).max(begin);
        let from = back(line, begin, AROUND);
        let to = forth(line, begin, AROUND);
        let (before, after) = (dots(from > 0), dots(to < line.len()));
        let shown = &line[from..to];
        let mark = begin - from + before.len()..end.min(to) - from + before.len();
        let text = format!("{before}{}{after}", readable(shown));
        let lines = if shown.len() < line.len() { Lines::Cut } else { Lines::Whole };
        Self { lines, name: &file.name, line: place.line, column: place.column, text, mark }
    }

    /// The place of a cut line, of which the snippet alone would show the wrong column.
    fn origin(&self) -> Option<Origin<'_>> {
        let place = Origin::path(self.name).line(self.line).char_column(self.column);
        (self.lines == Lines::Cut).then_some(place)
    }

    fn snippet<'b>(
        &'b self,
        kind: AnnotationKind,
        label: Option<&'b str>,
    ) -> Snippet<'b, annotate_snippets::Annotation<'b>> {
        let annotation = kind.span(self.mark.clone()).label(label);
        let path = (self.lines == Lines::Whole).then_some(self.name);
        Snippet::source(&self.text).line_start(self.line).path(path).annotation(annotation)
    }
}

/// The nearest end of a character at or before the byte.
fn boundary(line: &str, at: usize) -> usize {
    let mut at = at.min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn back(line: &str, from: usize, characters: usize) -> usize {
    line[..from].char_indices().rev().nth(characters).map_or(0, |(at, c)| at + c.len_utf8())
}

fn forth(line: &str, from: usize, characters: usize) -> usize {
    line[from..].char_indices().nth(characters).map_or(line.len(), |(at, _)| from + at)
}

const fn dots(cut: bool) -> &'static str {
    if cut { ".. " } else { "" }
}

/// Control characters would move the caret, or the cursor: each is shown as one blank.
fn readable(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::ProblemKind;

    #[track_caller]
    fn check(text: &str, word: &str, expected: &[&str]) {
        let file = SourceFile::new("1.sql", text);
        let at = text.find(word).expect("the word is there");
        let at = at..at + word.len();
        let problem = Problem::error(ProblemKind::Judge, "refused", &file, at, "wrong");
        let rendered = render(&problem, Style::Plain);
        assert_eq!(rendered.lines().map(str::trim_end).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_byte_order_mark_takes_no_place() {
        let text = "\u{feff}DROP TABLE a;\r\nDROP TABLE b;";
        check(
            text,
            "a",
            &[
                "error[refused]: wrong",
                " --> 1.sql:1:12",
                "  |",
                "1 | DROP TABLE a;",
                "  |            ^",
            ],
        );
        check(
            text,
            "b",
            &[
                "error[refused]: wrong",
                " --> 1.sql:2:12",
                "  |",
                "2 | DROP TABLE b;",
                "  |            ^",
            ],
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{} x {}", "a".repeat(200), "b".repeat(200));
        let line = format!("1 | .. {} x bbbbbbbb...", "a".repeat(119));
        let caret = format!("  |    {}^", " ".repeat(120));
        check(&text, "x", &["error[refused]: wrong", " --> 1.sql:1:202", "  |", &line, &caret]);
    }
}
