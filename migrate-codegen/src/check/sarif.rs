//! Reports as SARIF 2.1.0, which code hosts and editors read.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize;

use super::problem::{Problem, Severity};
use super::report::Report;
use crate::lint::{Rule, find};
use crate::source::SourceFile;

/// Reports as one SARIF 2.1.0 document; it borrows from them.
#[derive(Debug, Serialize)]
pub struct Sarif<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Debug, Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Debug, Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor>,
}

/// A rule, or another code that a problem has.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Text<'static>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Text<'static>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Text<'static>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_configuration: Option<Configuration>,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change<'a>>,
}

#[derive(Debug, Serialize)]
struct Message {
    text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Debug, Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    description: Message,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Artifact,
    replacements: [Replacement<'a>; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

/// The problems of some reports as one SARIF 2.1.0 document.
#[must_use]
pub fn sarif<'a>(reports: &[&'a Report]) -> Sarif<'a> {
    let problems = || reports.iter().flat_map(|report| &report.problems);
    let codes: BTreeSet<_> = problems().map(|it| it.code).collect();
    let codes: Vec<_> = codes.into_iter().collect();
    let index = |code: &str| codes.iter().position(|it| *it == code).unwrap_or_default();
    Sarif {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            results: problems().map(|it| outcome(it, index(it.code))).collect(),
            column_kind: "unicodeCodePoints",
            tool: Tool {
                driver: Driver {
                    name: "migrate",
                    version: env!("CARGO_PKG_VERSION"),
                    rules: codes.iter().map(|code| descriptor(code)).collect(),
                },
            },
        }],
    }
}

fn descriptor(id: &'static str) -> Descriptor {
    let page = find(id);
    let text = |of: fn(&Rule) -> &'static str| page.map(|rule| Text { text: of(rule) });
    Descriptor {
        id,
        short_description: text(|rule| rule.title),
        full_description: text(|rule| rule.reason),
        help: text(|rule| rule.alternative),
        default_configuration: page.map(|rule| Configuration { level: level(rule.severity) }),
    }
}

/// SARIF's word for it.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn outcome(problem: &Problem, rule_index: usize) -> Outcome<'_> {
    let help = problem.help.as_ref().map(|help| format!(" (hint: {help})")).unwrap_or_default();
    let related = problem.related.iter();
    let placed = !problem.file.name.is_empty();
    Outcome {
        rule_id: problem.code,
        rule_index,
        level: level(problem.severity),
        message: Message { text: format!("{}{help}", problem.message) },
        locations: placed.then(|| location(&problem.file, &problem.at, None)).into_iter().collect(),
        related_locations: related
            .map(|it| location(&it.file, &it.at, Some(Text { text: &it.message })))
            .collect(),
        fixes: problem.fix.as_ref().map(|fix| change(problem, fix)).into_iter().collect(),
    }
}

fn change<'a>(problem: &'a Problem, fix: &'a super::problem::Fix) -> Change<'a> {
    Change {
        description: Message { text: fix.describe(&problem.file) },
        artifact_changes: [ArtifactChange {
            artifact_location: artifact(&problem.file),
            replacements: [Replacement {
                deleted_region: region(&problem.file, &fix.at),
                inserted_content: Text { text: &fix.text },
            }],
        }],
    }
}

fn location<'a>(file: &SourceFile, at: &Range<usize>, message: Option<Text<'a>>) -> Location<'a> {
    let physical_location =
        Physical { artifact_location: artifact(file), region: region(file, at) };
    Location { physical_location, message }
}

fn region(file: &SourceFile, at: &Range<usize>) -> Region {
    let (start, end) = (file.place(at.start), file.place(at.end));
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

/// A file's name as a relative reference of a URI.
fn artifact(file: &SourceFile) -> Artifact {
    let mut uri = String::new();
    for byte in file.name.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Artifact { uri }
}
